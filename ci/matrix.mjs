// `npm run matrix`: writes the page that compares implementations, from the results in conformance/results/; with
// --check it only checks whether the page is up to date. With --measure it first measures those that can be measured
// here, or the one named: the reference, and the real daemons by their recorded replies. Other results were submitted.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { matrixPage } from "../dist/conformance/report/matrix/markdown.js";
import { readSaved } from "../dist/conformance/report/matrix/saved.js";
import { bringUpToDate, page } from "./generated.mjs";
import { COLUMNS, fileOf, root } from "./results.mjs";

if (process.argv.includes("--measure")) {
  for (const { name, argv } of COLUMNS) if (argv !== undefined && isWanted(name)) measure(fileOf(name), argv);
}
const columns = COLUMNS.filter(({ name }) => existsSync(fileOf(name))).map(({ name }) =>
  readSaved(`${name}=${fileOf(name)}`),
);
const intro = `What ${columns.length} implementations keep of the [protocol](../protocol/protocol.md), written by \`npm run matrix\` from the unmodified reports in
[conformance/results](../results). Below a row of the same as a page, \`coordinate-conformance matrix FILE... --html matrix.html\`, each clause opens
to its cases. [How to hand in a result](hand-in-a-result.md).

![the matrix as a page](pictures/matrix.png)

`;
const text = matrixPage(columns, "Implementations side by side", intro);
process.exitCode = bringUpToDate("npm run matrix", [{ file: page("matrix.md"), text }]) ? 0 : 1;

/** `--measure` measures all of them, `--measure NAME` one. */
function isWanted(name) {
  const wanted = process.argv[process.argv.indexOf("--measure") + 1];
  return wanted === undefined || wanted === name;
}

function measure(file, argv) {
  const plain = file.replace(/\.gz$/, "");
  const args = ["dist/conformance/main.js", "run", "--report", `json=${plain}`, ...argv];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  // Cases without a recorded reply are reported as not measured.
  if (![0, 1, 3].includes(status)) throw new Error(`it could not be measured: ${args.join(" ")}`);
  writeFileSync(file, gzipSync(readFileSync(plain), { level: 9 }));
  rmSync(plain);
}
