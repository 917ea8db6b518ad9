// Installs the packed package as a user does, and verifies its daemon with its harness in an empty folder, so that missing
// files are found. Fails if they fail.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { peerNames } from "../dist/conformance/peers/names.js";

const root = fileURLToPath(new URL("..", import.meta.url));
/** One golden that is written out at length is enough to double the package. */
const MOST_MEGABYTES = 5;
const scratch = mkdtempSync(join(tmpdir(), "coordinate-packed-"));
const prefix = join(scratch, "prefix");
const empty = join(scratch, "empty");
mkdirSync(prefix);
mkdirSync(empty);

function run(cwd, command, ...args) {
  const env = { ...process.env, PATH: `${join(prefix, "bin")}${delimiter}${process.env.PATH}` };
  const { status } = spawnSync(command, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) fail(`failed with exit ${status}: ${[command, ...args].join(" ")}`);
}

function fail(message) {
  console.error(message);
  rmSync(scratch, { recursive: true, force: true });
  process.exit(1);
}

run(root, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", scratch);
const packed = readdirSync(scratch).find((name) => name.endsWith(".tgz"));
const megabytes = statSync(join(scratch, packed)).size / 1e6;
if (megabytes > MOST_MEGABYTES) {
  fail(
    `the package has ${megabytes.toFixed(1)} MB, more than ${MOST_MEGABYTES}: npm pack --dry-run --json tells what is in it`,
  );
}
run(scratch, "npm", "install", "--silent", "--global", "--ignore-scripts", "--prefix", prefix, join(scratch, packed));
run(empty, "coordinated", "-version");
const DAEMON = ["coordinated", "-cborrpc", "127.0.0.1:{port}"];
const reports = ["--report", "pretty", "--report", "html=report.html"];
// A tier: what the package lacks shows there too, and the gate plays all goldens.
run(empty, "coordinate-conformance", "run", "tier:core", "--compare", "bytes", ...reports, "--", ...DAEMON);
const report = readFileSync(join(empty, "report.html"), "utf8");
for (const part of ["coverage", "mutants"]) {
  if (!report.includes(`<section id="${part}"`)) fail(`the report has no section ${part}`);
}
for (const peer of peerNames()) {
  // Every daemon passes this case; checks that the peer's list is in the package.
  run(empty, "coordinate-conformance", "run", "sanity/session", "--peer", peer, "--", ...DAEMON);
}
// Also by npx, with the full path of the package.
run(empty, "npx", "--yes", "--offline", "--package", join(scratch, packed), "coordinate-conformance", "--version");
// The script that the GitLab template runs after installing the package.
const [head, job] = parseAllDocuments(readFileSync(join(root, "ci", "gitlab.yml"), "utf8")).map((part) => part.toJS());
const [{ script }] = Object.values(job);
const gate = { npm_config_prefix: prefix, GATE_COMMAND: `exec ${DAEMON.join(" ")}`, GATE_CASES: "sanity/session" };
Object.assign(process.env, gate);
const lines = script.slice(1).join("\n");
const filled = lines.replaceAll(/\$\[\[ inputs\.([a-z-]+) \]\]/g, (_, name) => head.spec.inputs[name].default);
run(empty, "sh", "-e", "-c", filled);
rmSync(scratch, { recursive: true, force: true });
