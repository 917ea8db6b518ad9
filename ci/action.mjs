// Tests the GitHub action: runs its shell steps as a runner does, on the reference daemon and with a package packed
// from this clone, and checks the reports, the summary of the job, and the outputs. Steps that use other actions are
// not tested.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const actionFolder = fileURLToPath(new URL("github", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "coordinate-action-"));
spawnSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", scratch], { cwd: root });
mkdirSync(join(scratch, "daemon"));
writeFileSync(join(scratch, "daemon", "known.yaml"), "version: 1\ndaemon: ours\ncompare: bytes\ndivergences: []\n");
const given = {
  command: `exec node '${join(root, "dist/server/main.js")}' -cborrpc 127.0.0.1:{port}`,
  level: "bytes",
  cases: "sanity/session wire/*",
  skip: "wire/pipelining-2000",
  suite: "0.1",
  require: "documented",
  expect: "known.yaml",
  jobs: "2",
  package: `./${readdirSync(scratch).find((name) => name.endsWith(".tgz"))}`,
  "working-directory": "daemon",
};

const action = parse(readFileSync(join(actionFolder, "action.yml"), "utf8"));
const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);
const inputs = { ...Object.fromEntries(defaults), ...given };
const filled = (text) => String(text).replace(/\$\{\{ *inputs\.([a-z-]+) *\}\}/g, (_, name) => inputs[name]);

const github = {
  CI: "true",
  GITHUB_ACTIONS: "true",
  GITHUB_ACTION_PATH: actionFolder,
  GITHUB_WORKSPACE: scratch,
  RUNNER_TEMP: join(scratch, "temp"),
  GITHUB_STEP_SUMMARY: join(scratch, "summary.md"),
  GITHUB_OUTPUT: join(scratch, "output"),
  GITHUB_ENV: join(scratch, "env"),
};
for (const name of ["summary.md", "output", "env"]) writeFileSync(join(scratch, name), "");

const complaints = [];
for (const { run, shell, env = {}, "working-directory": folder = "." } of action.runs.steps.filter(
  (step) => step.run !== undefined,
)) {
  const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]));
  const { status } = spawnSync(shell, ["-e", "-c", run], {
    cwd: join(scratch, filled(folder)),
    env: { ...process.env, ...github, ...own },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) complaints.push(`a step ended with ${status}: ${run}`);
}
const summary = readFileSync(github.GITHUB_STEP_SUMMARY, "utf8");
if (!/\d+ passed, 0 failed/.test(summary))
  complaints.push(`the summary of the job does not tell what passed: '${summary}'`);
for (const name of ["goldens.xml", "goldens.json", "goldens.html"])
  if (!existsSync(join(scratch, "daemon", inputs.reports, name))) complaints.push(`there is no report ${name} to keep`);

const output = readFileSync(github.GITHUB_OUTPUT, "utf8");
if (!/^passed=\d+\nfailed=0\nskipped=1\nexit-code=0\nreports=coordinate-reports\n$/.test(output))
  complaints.push(`the outputs of the step are other ones: '${output}'`);

rmSync(scratch, { recursive: true, force: true });
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
