import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";

const here = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "coordinate-gate-"));
  mkdirSync(join(folder, "ci"));
  mkdirSync(join(folder, "dist/conformance"), { recursive: true });
  copyFileSync(new URL("gate.sh", import.meta.url), join(folder, "ci/gate.sh"));
  // In place of the tool: notes what it is called with, and ends as it is told to.
  writeFileSync(
    join(folder, "dist/conformance/main.js"),
    `import("node:fs").then(({ appendFileSync }) => {
  appendFileSync(${JSON.stringify(join(folder, "calls"))}, JSON.stringify(process.argv.slice(2)) + "\\n");
  process.exitCode = Number(process.env["EXIT_" + process.argv[2]] ?? 0);
});`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

function gate(settings: Record<string, string>) {
  const env = { PATH: process.env.PATH, ...settings };
  const { status, stderr } = spawnSync("sh", ["ci/gate.sh"], { cwd: folder, env, encoding: "utf8" });
  const calls = existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8") : "";
  return {
    status,
    stderr,
    calls: calls
      .split("\n")
      .filter(Boolean)
      .map((line): string[] => JSON.parse(line)),
  };
}

const reports = (name: string) => [
  "--report",
  "pretty",
  "--report",
  `junit=coordinate-reports/${name}.xml`,
  "--report",
  `json=coordinate-reports/${name}.json`,
  "--report",
  `html=coordinate-reports/${name}.html`,
];

describe("gate.sh", () => {
  it("verifies a command", () => {
    const { status, stderr, calls } = gate({ GATE_COMMAND: "exec my daemon --port={port} 'a b'" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(calls).toEqual([["run", ...reports("goldens"), "--", "sh", "-c", "exec my daemon --port={port} 'a b'"]]);
    expect(existsSync(join(folder, "coordinate-reports"))).toBe(true);
  });

  it("verifies an address, with every setting", () => {
    const { calls } = gate({
      GATE_ADDRESS: "localhost:5932",
      GATE_ALLOW_CLEAR: "true",
      GATE_LEVEL: "bytes",
      GATE_PEER: "go-coordinate",
      GATE_CASES: "wire/* @list",
      GATE_REPORTS: "coordinate-reports",
      GATE_PYTHON: "required",
    });
    const where = ["--address", "localhost:5932", "--allow-clear"];
    expect(calls).toEqual([
      ["run", "wire/*", "@list", "--compare", "bytes", "--peer", "go-coordinate", ...reports("goldens"), ...where],
      ["python", "--require-python", ...reports("python"), ...where],
    ]);
  });

  it("annotates on GitHub", () => {
    const { calls } = gate({ GATE_ADDRESS: "localhost:5932", GATE_PYTHON: "yes", GITHUB_ACTIONS: "true" });
    expect(calls.map((call) => call.includes("github"))).toEqual([true, true]);
  });

  it.each([
    ["0", "0", 0],
    ["0", "1", 1],
    ["0", "3", 3],
    ["1", "0", 1],
    ["1", "3", 1],
    ["3", "1", 1],
    ["3", "0", 3],
    ["2", "0", 2],
  ])("ends with the worse of run %s and python %s: %i", (run, python, status) => {
    const settings = { GATE_ADDRESS: "localhost:5932", GATE_PYTHON: "yes", EXIT_run: run, EXIT_python: python };
    expect(gate(settings).status).toBe(status);
  });

  it("passes without a Python only where none is required", () => {
    const settings = { GATE_ADDRESS: "localhost:5932", EXIT_python: "2" };
    expect(gate({ ...settings, GATE_PYTHON: "yes" })).toMatchObject({
      status: 0,
      stderr: "gate: no Python test ran\n",
    });
    expect(gate({ ...settings, GATE_PYTHON: "required" })).toMatchObject({ status: 2, stderr: "" });
  });

  it.each([
    [{}, "set GATE_COMMAND or GATE_ADDRESS: what is to be verified?"],
    [{ GATE_COMMAND: "a", GATE_ADDRESS: "b" }, "set GATE_COMMAND or GATE_ADDRESS, not both"],
    [{ GATE_COMMAND: "a", GATE_PYTHON: "maybe" }, "GATE_PYTHON must be no, yes or required, not 'maybe'"],
    [{ GATE_COMMAND: "a", GATE_ALLOW_CLEAR: "1" }, "GATE_ALLOW_CLEAR must be true or false"],
  ])("refuses %j", (settings, message) => {
    expect(gate(settings)).toEqual({ status: 2, stderr: `gate: ${message}\n`, calls: [] });
  });
});

/** The settings that a text names, without those that it only mentions in prose. */
const settingsIn = (text: string) => [...new Set(text.match(/\bGATE_[A-Z_]+/g))].sort();

describe("the GitHub action", () => {
  const action = parse(here("github/action.yml"));
  const [, gateStep] = action.runs.steps;

  it("passes every setting of gate.sh on", () => {
    expect(Object.keys(gateStep.env).sort()).toEqual(settingsIn(here("gate.sh")));
  });

  it("uses every input, and none that there is not", () => {
    const used = [...JSON.stringify(action.runs).matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  it("keeps input out of the shell's program", () => {
    for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${{");
  });
});

describe("the GitLab template", () => {
  const [head, body] = parseAllDocuments(here("gitlab.yml")).map((document) => document.toJS());
  const [job] = Object.values(body) as [
    { variables: Record<string, string>; artifacts: { when: string; reports: object } },
  ];

  it("passes every setting of gate.sh on", () => {
    expect(Object.keys(job.variables).sort()).toEqual(settingsIn(here("gate.sh")));
  });

  it("uses every input, and none that there is not", () => {
    const used = [...JSON.stringify(body).matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(head.spec.inputs).sort());
  });

  // Keywords of GitLab's CI/CD YAML that a job and an input may have; a wrong one is refused there, and only there.
  it("is made of keywords that GitLab knows", () => {
    const ofJob = ["stage", "image", "variables", "script", "artifacts"];
    const ofInput = ["default", "description", "options", "regex", "type"];
    const ofArtifacts = ["when", "paths", "reports", "expire_in", "name"];
    expect(Object.keys(head)).toEqual(["spec"]);
    expect(Object.keys(head.spec)).toEqual(["inputs"]);
    for (const input of Object.values<Record<string, unknown>>(head.spec.inputs)) {
      expect(ofInput).toEqual(expect.arrayContaining(Object.keys(input)));
      expect(["string", "boolean", "number", "array", undefined]).toContain(input.type);
      if (Array.isArray(input.options)) expect(input.options).toContain(input.default);
    }
    expect(ofJob).toEqual(expect.arrayContaining(Object.keys(job)));
    expect(ofArtifacts).toEqual(expect.arrayContaining(Object.keys(job.artifacts)));
    expect(Object.keys(job.artifacts.reports)).toEqual(["junit"]);
    expect(["on_success", "on_failure", "always"]).toContain(job.artifacts.when);
  });

  it("installs the version of this package", () => {
    const { name, version } = JSON.parse(here("../package.json"));
    expect(head.spec.inputs.package.default).toBe(`${name}@${version}`);
  });
});
