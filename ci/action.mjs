// Runs the shell steps of the GitHub action as a runner does, on the reference daemon, and looks at what they leave there:
// the reports, the summary of the job. Steps that use other actions are GitHub's business.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = fileURLToPath(new URL("github", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "coordinate-action-"));
const given = {
  command: `exec node '${join(root, "dist/server/main.js")}' -cborrpc 127.0.0.1:{port}`,
  level: "bytes",
  cases: "sanity/session wire/*",
  reports: join(scratch, "reports"),
};

const action = parse(readFileSync(join(folder, "action.yml"), "utf8"));
const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);
const inputs = { ...Object.fromEntries(defaults), ...given };
const filled = (text) => String(text).replace(/\$\{\{ *inputs\.([a-z-]+) *\}\}/g, (_, name) => inputs[name]);

const github = {
  CI: "true",
  GITHUB_ACTIONS: "true",
  GITHUB_ACTION_PATH: folder,
  GITHUB_WORKSPACE: scratch,
  GITHUB_STEP_SUMMARY: join(scratch, "summary.md"),
  GITHUB_OUTPUT: join(scratch, "output"),
  GITHUB_ENV: join(scratch, "env"),
};
for (const name of ["summary.md", "output", "env"]) writeFileSync(join(scratch, name), "");

const complaints = [];
for (const { run, shell, env = {} } of action.runs.steps.filter((step) => step.run !== undefined)) {
  const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]));
  const { status } = spawnSync(shell, ["-e", "-c", run], {
    cwd: scratch,
    env: { ...process.env, ...github, ...own },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) complaints.push(`a step ended with ${status}: ${run}`);
}
const summary = readFileSync(github.GITHUB_STEP_SUMMARY, "utf8");
if (!/\d+ passed, 0 failed/.test(summary))
  complaints.push(`the summary of the job does not tell what passed: '${summary}'`);
for (const name of ["goldens.xml", "goldens.json", "goldens.html"])
  if (!existsSync(join(given.reports, name))) complaints.push(`there is no report ${name} to keep`);

rmSync(scratch, { recursive: true, force: true });
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
