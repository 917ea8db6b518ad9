// `npm run suites`: saves the former golden of every case of the released suites that was changed or removed: finds it
// in the history of this repository and writes it to conformance/suites/former/. Rewrites the suite of a version that
// CHANGELOG.md calls unreleased. With --check it only reports what is missing or stale.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { parseGolden } from "../dist/conformance/golden/load.js";
import { goldens } from "../dist/conformance/run/suite.js";
import { contentOf, isSame } from "../dist/conformance/suites/content.js";
import { frozenSuite } from "../dist/conformance/suites/freeze.js";
import { formerPath } from "../dist/conformance/suites/open.js";
import { readReasons } from "../dist/conformance/suites/reasons.js";
import { loadSuite, suiteNames, suitePath, writtenSuite } from "../dist/conformance/suites/suite-file.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const all = goldens();
const today = new Map(all.map((golden) => [golden.id, contentOf(golden)]));
const isCheck = process.argv.includes("--check");
let missing = 0;
for (const name of suiteNames()) {
  if (isUnreleased(name)) freezeAnew(name);
  const { cases } = loadSuite(name);
  for (const [id, entry] of Object.entries(cases)) {
    const now = today.get(id);
    if ((now !== undefined && isSame(now, entry)) || existsSync(formerPath(entry))) continue;
    if (!isCheck && keep(id, entry)) continue;
    console.error(`suite ${name} has ${id} otherwise than today's golden: run \`npm run suites\` to keep it`);
    missing += 1;
  }
}
process.exitCode = missing === 0 ? 0 : 1;

/** Whether the suite 0.1 is that of a version 0.1.0 without a date. */
function isUnreleased(name) {
  return readFileSync(join(root, "CHANGELOG.md"), "utf8").includes(`\n## ${name}.0 (unreleased)\n`);
}

/** Makes the suite one of today's goldens, unless it is. */
function freezeAnew(name) {
  const { frozen } = loadSuite(name);
  const names = suiteNames();
  const last = names[names.indexOf(name) - 1];
  const before = last === undefined ? undefined : loadSuite(last);
  const suite = (day) => writtenSuite(frozenSuite(name, day, all, { before, reasons: readReasons() }));
  if (readFileSync(suitePath(name), "utf8") === suite(frozen)) return;
  if (!isCheck) return writeFileSync(suitePath(name), suite(new Date().toISOString().slice(0, 10)));
  console.error(`suite ${name} is not of today's goldens, and is not released: run \`npm run suites\``);
  missing += 1;
}

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
