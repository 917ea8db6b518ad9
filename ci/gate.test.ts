import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { runTable } from "../conformance/cli/options/run.ts";

const here = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "coordinate-gate-"));
  mkdirSync(join(folder, "ci"));
  mkdirSync(join(folder, "dist/conformance"), { recursive: true });
  copyFileSync(new URL("gate.sh", import.meta.url), join(folder, "ci/gate.sh"));
  cpSync(new URL("../bin", import.meta.url), join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ engines: { node: ">=20.12" } }));
  // Replaces the tool: it logs its arguments and exits with the code that the test sets.
  writeFileSync(
    join(folder, "dist/conformance/main.js"),
    `import("node:fs").then(({ appendFileSync, writeFileSync }) => {
  appendFileSync(${JSON.stringify(join(folder, "calls"))}, JSON.stringify(process.argv.slice(2)) + "\\n");
  const file = process.argv.find((each) => each.startsWith("json=")).slice(5);
  writeFileSync(file, JSON.stringify({ totals: { passed: 7, diverged: 2, unmeasured: 1, "not-run": 4 } }));
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
      GATE_START_TIMEOUT: "60",
      GATE_TIMEOUT: "10",
      GATE_SUITE: "0.1",
      GATE_CASES: "wire/* @list",
      GATE_SKIP: "stories/* locks/*",
      GATE_GOLDENS: "mine",
      GATE_VARY: "true",
      GATE_LEVEL: "bytes",
      GATE_ERRORS: "kind",
      GATE_REQUIRE: "core",
      GATE_WITHOUT: "locks,delay",
      GATE_EXPECT: "known list.yaml",
      GATE_PEER: "go-coordinate",
      GATE_BAIL: "3",
      GATE_REPORTS: "coordinate-reports",
      GATE_PYTHON: "required",
      GATE_TESTS: "core,workers",
      GATE_CLIENTS: "0.1.5 vendor/*",
    });
    const where = ["--start-timeout", "60", "--address", "localhost:5932", "--allow-clear"];
    expect(calls).toEqual([
      [
        ...[
          "run",
          "wire/*",
          "@list",
          "--skip",
          "stories/*",
          "--skip",
          "locks/*",
          "--suite",
          "0.1",
          "--goldens",
          "mine",
        ],
        ...["--vary", "--compare", "bytes", "--errors", "kind", "--require", "core", "--without", "locks,delay"],
        ...["--expect", "known list.yaml", "--peer", "go-coordinate", "--bail", "3", "--timeout", "10"],
        ...reports("goldens"),
        ...where,
      ],
      [
        ...["python", "--require-python", "--tests", "core,workers", "--client", "0.1.5", "--client", "vendor/*"],
        ...reports("python"),
        ...where,
      ],
    ]);
  });

  it("starts the command as often as it is told", () => {
    const { calls } = gate({ GATE_COMMAND: "x", GATE_FRESH: "true", GATE_JOBS: "3" });
    expect(calls).toEqual([["run", "--jobs", "3", ...reports("goldens"), "--fresh", "--", "sh", "-c", "x"]]);
  });

  it("tells GitHub what came of it", () => {
    const file = join(folder, "output");
    gate({ GATE_COMMAND: "x", GITHUB_OUTPUT: file, EXIT_run: "1" });
    expect(readFileSync(file, "utf8")).toBe("passed=7\nfailed=3\nskipped=4\nexit-code=1\nreports=coordinate-reports\n");
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
    [{ GATE_COMMAND: "a", GATE_FRESH: "yes" }, "GATE_FRESH must be true or false"],
    [{ GATE_COMMAND: "a", GATE_VARY: "on" }, "GATE_VARY must be true or false"],
  ])("refuses %j", (settings, message) => {
    expect(gate(settings)).toEqual({ status: 2, stderr: `gate: ${message}\n`, calls: [] });
  });
});

/** The settings that a text defines, without those that its prose only mentions. */
const settingsIn = (text: string) => [...new Set(text.match(/\bGATE_[A-Z_]+/g))].sort();

describe("the GitHub action", () => {
  const action = parse(here("github/action.yml"));
  const gateStep = action.runs.steps.find(({ id }: { id?: string }) => id === "gate");

  it("passes every setting of gate.sh on", () => {
    expect(Object.keys(gateStep.env).sort()).toEqual(settingsIn(here("gate.sh")));
  });

  it("uses every input, and none that there is not", () => {
    const used = [...JSON.stringify(action.runs).matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  it("has every setting of run and of python that says what is verified", () => {
    const settings = settingsIn(here("gate.sh")).map((name) =>
      name.replace("GATE_", "").toLowerCase().replaceAll("_", "-"),
    );
    const forPeople = ["guide", "watch", "failed"];
    const words = new Map([
      ["compare", "level"],
      ["client", "clients"],
    ]);
    const wanted = [
      ...Object.keys(runTable.groups["Which cases (default: all)"]),
      ...Object.keys(runTable.groups["What counts"]),
      ...["compare", "errors", "expect", "peer", "vary", "timeout", "start-timeout", "jobs", "fresh", "allow-clear"],
      ...["tests", "client"],
    ].filter((name) => !forPeople.includes(name));
    expect(settings).toEqual(expect.arrayContaining(wanted.map((name) => words.get(name) ?? name)));
  });

  it("sets the outputs that gate.sh tells", () => {
    for (const name of Object.keys(action.outputs)) expect(here("gate.sh")).toContain(`${name}=`);
  });

  it("keeps input out of the shell's program", () => {
    for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${{");
  });
});

describe("the GitLab template", () => {
  const [head, body] = parseAllDocuments(here("gitlab.yml")).map((document) => document.toJS());
  const [job] = Object.values(body) as [
    { variables: Record<string, string>; script: string[]; artifacts: { when: string; reports: object } },
  ];

  it("passes every setting of gate.sh on", () => {
    const exported = job.script.flatMap((line) => [...line.matchAll(/\b(GATE_[A-Z_]+)=/g)].map(([, name]) => name));
    const variables = Object.keys(job.variables).filter((name) => name !== "XDG_CACHE_HOME");
    expect([...variables, ...exported].sort()).toEqual(settingsIn(here("gate.sh")));
  });

  it("makes a text of every boolean: alone in a variable it would be none", () => {
    const booleans = Object.entries<{ type?: string }>(head.spec.inputs).filter(([, { type }]) => type === "boolean");
    expect(booleans.map(([name]) => name)).toEqual(["allow-clear", "fresh", "vary"]);
    for (const [name] of booleans) {
      expect(Object.values(job.variables).join()).not.toContain(`inputs.${name} `);
      expect(job.script.join("\n")).toContain(`="$[[ inputs.${name} ]]"`);
    }
  });

  it("uses every input, and none that there is not", () => {
    const used = [...JSON.stringify(body).matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(head.spec.inputs).sort());
  });

  // Keywords that GitLab's CI/CD YAML allows in a job and in an input; only GitLab itself reports a wrong one.
  it("is made of keywords that GitLab knows", () => {
    const ofJob = ["stage", "image", "variables", "cache", "script", "artifacts"];
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

describe("the examples", () => {
  const read = (folder: string) =>
    ["go", "python", "node"].map((name): [string, string] => [name, here(`examples/${folder}/${name}.yml`)]);

  it.each(read("github"))("for %s on GitHub use the action with inputs that it has", (_, text) => {
    const { inputs } = parse(here("github/action.yml"));
    const steps: { uses?: string; with?: object }[] = parse(text).jobs.conformance.steps;
    const own = steps.filter(({ uses = "" }) => uses.includes("ci/github@"));
    expect(own).toHaveLength(1);
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(own[0]?.with ?? {})));
  });

  it.each(read("gitlab"))("for %s on GitLab use the template with inputs that it has, of the right type", (_, text) => {
    const [head] = parseAllDocuments(here("gitlab.yml")).map((document) => document.toJS());
    const [{ inputs }] = parse(text).include;
    for (const [name, value] of Object.entries(inputs)) {
      expect(typeof value).toBe(head.spec.inputs[name]?.type ?? "string");
    }
  });
});
