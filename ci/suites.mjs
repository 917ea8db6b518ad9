// `npm run suites`: keeps every case of the released suites as they have it. Where today's golden is another one, or is gone, the
// former one is looked up in the history of this repository and put into conformance/suites/former/. With --check it only tells
// which are missing.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { parseGolden } from "../dist/conformance/golden/load.js";
import { goldens } from "../dist/conformance/run/suite.js";
import { contentOf, isSame } from "../dist/conformance/suites/content.js";
import { formerPath } from "../dist/conformance/suites/open.js";
import { loadSuite, suiteNames } from "../dist/conformance/suites/suite-file.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const today = new Map(goldens().map((golden) => [golden.id, contentOf(golden)]));
let missing = 0;
for (const { name, cases } of suiteNames().map(loadSuite)) {
  for (const [id, entry] of Object.entries(cases)) {
    const now = today.get(id);
    if ((now !== undefined && isSame(now, entry)) || existsSync(formerPath(entry))) continue;
    if (!process.argv.includes("--check") && keep(id, entry)) continue;
    console.error(`suite ${name} has ${id} otherwise than today's golden: run \`npm run suites\` to keep it`);
    missing += 1;
  }
}
process.exitCode = missing === 0 ? 0 : 1;

/** Whether a version of the case with this content was found, and kept. */
function keep(id, entry) {
  const path = `conformance/goldens/${id}.yaml`;
  for (const commit of git("log", "--format=%H", "--all", "--", path).split("\n").filter(Boolean)) {
    const text = git("show", `${commit}:${path}`);
    if (text === "" || !isSame(contentOf(parseGolden(id, path, text)), entry)) continue;
    const file = formerPath(entry);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, gzipSync(text, { level: 9 }));
    return true;
  }
  return false;
}

function git(...args) {
  return spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 }).stdout;
}
