// The CI of this project: each part is a command that can also be run alone. Prints the time of each part, then a short
// list of failures, and ends with the line `N passed, N failed, N skipped`, the sum of the parts' counts.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "coordinate-ci-"));
// What is left out elsewhere, with a reason, must run here.
const env = { ...process.env, COORDINATE_REQUIRE_BROWSER: "1" };
const DAEMON = ["node", "dist/server/main.js", "-cborrpc", "127.0.0.1:{port}"];
const TWO_DAEMONS = [DAEMON.join(" "), DAEMON.join(" ")];
const totals = { passed: 0, failed: 0, skipped: 0 };
/** A line each, for whoever sees but the end of what this prints. */
const failures = [];

/** Parts that share nothing run side by side, one of each lane at a time. */
const lanes = { tests: [], waiting: [], tools: [] };
let lane = lanes.tests;

/** Puts one part into the lane; a part without a report of its own counts as one check. */
function part(name, command, args, countsOf) {
  lane.push({ name, command, args, countsOf, env: { ...env } });
}

/** Runs one part and prints what it printed, whole, when it ends. */
async function run({ name, command, args, countsOf, env: own }) {
  const started = Date.now();
  const child = spawn(command, args, { cwd: root, env: own, stdio: ["ignore", "pipe", "pipe"] });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => printed.push(chunk));
  const [status] = await once(child, "close");
  const counts = countsOf?.() ?? { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  if (counts.failed > 0) failures.push(`${name}: exit ${status}, ${counts.failed} failed`);
  for (const each of counts.names ?? []) failures.push(`  ${each}`);
  for (const key of Object.keys(totals)) totals[key] += counts[key];
  console.log(`\n== ${name}: ${[command, ...args].join(" ")}\n${Buffer.concat(printed).toString().trimEnd()}`);
  console.log(
    `== ${name}: ${status === 0 ? "ok" : `FAILED (exit ${status})`} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
}

/** Runs what the lanes hold, and empties them. */
async function runLanes() {
  await Promise.all(
    Object.values(lanes).map(async (parts) => {
      for (const each of parts.splice(0)) await run(each);
    }),
  );
}

/** The tests of an npm script, counted one by one. */
function tests(name, script) {
  const file = join(scratch, `${name}.json`);
  const reports = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  part(name, "npm", ["run", "--silent", script, "--", ...reports], () => vitestCounts(file));
}

function vitestCounts(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
      names: report.testResults.flatMap(failedTests),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** The failed tests of one file in vitest's report, each with the first line of its message. */
function failedTests({ name, status, message, assertionResults }) {
  const file = relative(root, name);
  const failed = assertionResults.filter((each) => each.status === "failed");
  if (failed.length === 0 && status === "failed") return [`${file}: ${message.split("\n")[0]}`];
  return failed.map(({ fullName, failureMessages: [first = ""] }) => `${file}: ${fullName}: ${first.split("\n")[0]}`);
}

/** The counts in a report of the suite's own, as --report json writes it. */
function suiteCounts(file) {
  try {
    const { totals, results } = JSON.parse(readFileSync(file, "utf8"));
    const names = results
      .filter(({ outcome }) => outcome === "diverged" || outcome === "unmeasured")
      .map((each) => `${each.case}: ${each.reason}`);
    return { passed: totals.passed, failed: totals.diverged + totals.unmeasured, skipped: totals["not-run"], names };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** The real Python tests against the built daemon, with an interpreter that must be there. */
function python(name, options, flags = []) {
  const file = join(scratch, `${name}.json`);
  const args = ["dist/conformance/main.js", "python", "--require-python", ...options];
  part(name, "node", [...args, "--report", "pretty", "--report", `json=${file}`, "--", ...DAEMON, ...flags], () =>
    suiteCounts(file),
  );
}

/** actionlint is a Go program: where there is no Go, it cannot be had. */
function workflows() {
  const hasGo = spawnSync("go", ["version"]).status === 0;
  if (hasGo)
    return part("workflows", "go", [
      ...["run", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.7"],
      ...[".github/workflows/ci.yml", ...["go", "python", "node"].map((name) => `ci/examples/github/${name}.yml`)],
    ]);
  console.log("\n== workflows: skipped, no Go to run actionlint with");
  totals.skipped += 1;
}

part("build", "npm", ["run", "--silent", "build"]);
part("tools", "npx", ["tsc", "-p", "ci/tsconfig.tools.json"]);
await runLanes();

part("check", "npm", ["run", "--silent", "check"]);
tests("test", "test");
tests("whole", "test:whole");

// Our own daemon under load without a network, and with its flaws.
part("simulate", "node", ["dist/tools/server/testing/simulation/main.js", "--seeds", "1000", "--calls", "250"]);
part("flaws", "node", ["dist/tools/server/testing/flaws/main.js", "--check"]);
part("shim", "npm", ["run", "--silent", "python:shim"]);

// Much of it is waiting: for leases that end, and for workers that look around.
lane = lanes.waiting;
python("cpython", ["--tests", "all"]);
python("server", ["--tests", "server", "--test-clock"], ["-test-clock"]);
python("jython", ["--tests", "core", "--python", "jython"]);
// Another client than the pinned one, where somebody has it: a source tree, a wheel, a source archive or the URL of one.
if (env.COORDINATE_CLIENT) python("client", ["--tests", "all", "--client", env.COORDINATE_CLIENT]);
part("restart", "node", ["dist/tools/server/testing/restart.js"]);
// The campaign that makes the daemon hold more and more, at a twentieth of its sizes and a heap to match.
part("pressure", "node", [
  "dist/tools/server/testing/pressure.js",
  ...["--seconds", "3", "--heap", "48", "--share", "0.05"],
]);

// Brief runs of what tells at length of load and faults.
part("stress", "node", [
  "dist/conformance/main.js",
  "stress",
  "--minutes",
  "0.2",
  "--faults",
  "kill-connection,kill-process,pause,slow-reader,half-open,hostile",
  "--processes",
  "2",
  "--least-calls",
  "500",
  "--",
  ...DAEMON,
]);
part("fuzz", "node", ["dist/conformance/main.js", "fuzz", "--runs", "2000", "--", ...DAEMON]);
part("stalls", "node", [
  "dist/conformance/main.js",
  "bench",
  "--quick",
  "--turns",
  "1",
  "--no-echo",
  "--workload",
  "stalls",
]);

part("bench", "node", ["dist/conformance/main.js", "bench", "--quick"]);
part("bench-shadow", "node", ["dist/conformance/main.js", "bench", "--quick", "--no-echo", "--workload", "shadow"]);
part("coverage", "node", ["dist/conformance/main.js", "coverage"]);

lane = lanes.tools;
// What others gate their daemons with, on ours.
env.GATE_COMMAND = `exec ${DAEMON.join(" ")}`;
env.GATE_LEVEL = "bytes";
env.GATE_REPORTS = join(scratch, "gate");
part("gate", "sh", ["ci/gate.sh"], () => suiteCounts(join(scratch, "gate", "goldens.json")));
part("action", "node", ["ci/action.mjs"]);
part("packed", "node", ["ci/packed.mjs"]);
part("single-file", "npm", ["run", "--silent", "single-file"]);
part("single-file-tried", "node", ["ci/single-file/try.mjs"]);
part("dockerfile", "node", ["ci/dockerfile.mjs"]);
part("docs", "node", ["ci/docs.mjs", "--check"]);
part("matrix", "node", ["ci/matrix.mjs", "--check"]);
part("suites", "node", ["ci/suites.mjs", "--check"]);
// The whole matrix takes minutes: a release has it made.
part("self-test", "node", ["ci/self-test.mjs", "--brief"]);
// A look at the tools that judge nothing here: for their output, and their checks of replies.
const clocked = TWO_DAEMONS.map((daemon) => `${daemon} -test-clock`);
part("explore", "node", [
  "dist/conformance/main.js",
  "explore",
  "--runs",
  "300",
  "--time",
  "20",
  "--compare",
  "bytes",
  "--test-clock",
  ...clocked,
]);
// Faults that it finds within so many sessions, whatever else the catalogue has.
const FOUND = "definitions-1,definitions-35,parameters-43,units-28,units-95,units-99";
part("explore-faults", "node", ["ci/self-test/explore.mjs", "--only", FOUND, "--sessions", "200", "--least", "60"]);
// The list of the Go daemon on PostgreSQL, live where both can be had; the recorded replies are judged by a test.
if (env.COORDINATE_GO_DAEMON) part("postgres", "node", ["ci/postgres.mjs"]);
workflows();

await runLanes();
rmSync(scratch, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nfailed:\n${failures.join("\n")}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
