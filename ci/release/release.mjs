// `npm run release -- VERSION`: prepares a release up to the steps that only the owner can do. Checks that all
// generated files are up to date, dates the changelog, sets the version everywhere, freezes the suite, commits, tags
// and packs. With --dry-run it only checks and prints what it would do; with --no-checks it leaves the checks to CI.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { datedChangelog, mayFollow, NAMING, naming, suiteOf } from "./texts.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (name) => readFileSync(join(root, name), "utf8");

/** The commands that write generated files, all of which must be up to date. */
const FRESH = [
  ["node", "ci/clauses.mjs", "--check"],
  ["node", "ci/divergences.mjs", "--check"],
  ["node", "ci/matrix.mjs", "--check"],
  ["node", "ci/suites.mjs", "--check"],
  ["node", "ci/verdicts.mjs", "--check"],
  ["node", "ci/self-test.mjs", "--check"],
  ["node", "ci/docs.mjs", "--check"],
  ["npm", "run", "--silent", "check"],
];

const options = { "dry-run": { type: "boolean" }, "no-checks": { type: "boolean" } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [version = ""] = positionals;
const { version: last } = JSON.parse(read("package.json"));
const day = new Date().toISOString().slice(0, 10);

try {
  if (positionals.length !== 1 || !mayFollow(version, last)) {
    throw new Error(`name one version, as 0.2.0, that follows or is ${last}: npm run release -- VERSION [--dry-run]`);
  }
  if (output("git", "tag", "--list", `v${version}`) !== "") throw new Error(`v${version} is tagged already`);
  const changelog = datedChangelog(read("CHANGELOG.md"), version, day);
  const suite = suiteOf(version);
  if (values["no-checks"] !== true) check();
  if (values["dry-run"] === true) say(suite);
  else make(changelog, suite);
} catch (error) {
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
}

function check() {
  if (output("git", "status", "--porcelain") !== "") throw new Error("there are changes that are not committed");
  for (const [command, ...args] of FRESH) {
    console.log([command, ...args].join(" "));
    if (spawnSync(command, args, { cwd: root, stdio: "inherit" }).status !== 0) {
      throw new Error(`what is generated is not fresh, or the check fails: ${[command, ...args].join(" ")}`);
    }
  }
}

function say(suite) {
  const renamed = NAMING.filter((name) => naming(read(name), last, version) !== read(name));
  console.log(`would date CHANGELOG.md: ${version} (${day})`);
  console.log(
    `would set the version ${version} in package.json, package-lock.json${renamed.map((name) => `, ${name}`).join("")}`,
  );
  console.log(suite === undefined ? "would freeze no suite: this is a patch" : `would freeze suite ${suite}`);
  console.log(`would commit, tag v${version}, and pack coordinate-conformance-${version}.tgz`);
}

function make(changelog, suite) {
  for (const name of NAMING) writeFileSync(join(root, name), naming(read(name), last, version));
  done("npm", "version", version, "--no-git-tag-version", "--allow-same-version", "--ignore-scripts");
  done("npm", "run", "--silent", "build");
  if (suite !== undefined) freeze(suite);
  writeFileSync(join(root, "CHANGELOG.md"), changelog);
  done("git", "commit", "--all", "--quiet", "--message", `Release ${version}`);
  done("git", "tag", "--annotate", `v${version}`, "--message", `coordinate-conformance ${version}`);
  done("npm", "pack", "--silent");
  console.log(`coordinate-conformance-${version}.tgz is packed and v${version} is tagged. What is left is the owner's:
  git push origin HEAD v${version}
  npm publish coordinate-conformance-${version}.tgz
  attach coordinate-conformance-${version}.tgz to the release of the tag`);
}

/** The suite of the version: anew where it was frozen while the version was not dated. */
function freeze(suite) {
  const isThere = output("git", "ls-files", `conformance/suites/frozen/${suite}.json`) !== "";
  if (isThere) done("node", "ci/suites.mjs");
  else done("node", "dist/conformance/main.js", "suite", "freeze", suite);
  done("git", "add", "conformance/suites");
}

function output(command, ...args) {
  return spawnSync(command, args, { cwd: root, encoding: "utf8" }).stdout.trim();
}

function done(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error(`failed with exit ${status}: ${[command, ...args].join(" ")}`);
}
