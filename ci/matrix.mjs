// `npm run matrix`: writes the page of what several implementations keep, from the results in conformance/results/; with --check
// it only looks whether the page is up to date. With --measure it measures first what can be measured here: the reference, the
// daemon in the making, and the real daemons by their recorded replies. The other results were handed in.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { matrixPage } from "../dist/conformance/report/matrix/markdown.js";
import { readSaved } from "../dist/conformance/report/matrix/saved.js";
import { bringUpToDate, page } from "./generated.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const results = join(root, "conformance", "results");
const peers = "conformance/peers";

/** The columns in their order; `argv` of `run` for those that are measured here. */
const COLUMNS = [
  {
    name: "reference",
    argv: ["--compare", "bytes", "--", "node", "dist/server/main.js", "-cborrpc", "127.0.0.1:{port}"],
  },
  {
    name: "Go, memory",
    argv: ["--peer", "go-coordinate", "--replies", `${peers}/go-coordinate/replies.jsonl.gz`],
  },
  {
    name: "Go, PostgreSQL",
    argv: [
      ...["--expect", `${peers}/go-coordinate-postgres/known.yaml`],
      ...["--replies", `${peers}/go-coordinate-postgres/replies.jsonl.gz`],
    ],
  },
  {
    name: "Python 0.1.5",
    argv: ["--peer", "python-coordinate", "--replies", `${peers}/python-coordinate/replies.jsonl.gz`],
  },
  { name: "Python 0.1.12", argv: undefined },
  { name: "in the making", argv: ["--errors", "kind", "--", "python3", "ci/examples/half_finished.py", "{port}"] },
];

const fileOf = (name) => join(results, `${name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-")}.json.gz`);

if (process.argv.includes("--measure")) {
  mkdirSync(results, { recursive: true });
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
  if (status !== 0 && status !== 1) throw new Error(`it could not be measured: ${args.join(" ")}`);
  writeFileSync(file, gzipSync(readFileSync(plain), { level: 9 }));
  rmSync(plain);
}
