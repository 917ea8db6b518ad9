// The command without a Python: arguments, missing programs and exit codes. What it runs is tested in conformance/python/.
import { describe, expect, it, onTestFinished } from "vitest";
import { createServer } from "../../server/index.ts";
import { fakePython } from "../python/testing/fake-python.ts";
import { scratchFolder } from "../python/testing/scratch.ts";
import { pythonTable } from "./options/python.ts";
import { testAgain } from "./python.ts";
import { parseLine } from "./table/parse.ts";
import { runCli } from "./testing/run-cli.ts";

const run = (argv: readonly string[], env: Record<string, string> = {}) =>
  runCli(["python", ...argv], { env: { PATH: "/nowhere", PYENV_ROOT: "/nowhere", ...env } });

const ADDRESS = ["--address", "127.0.0.1:1"];

describe("python without a Python 2.7", () => {
  it("says how to get one, and that the tests did not run", async () => {
    const { code, stdout, stderr } = await run(ADDRESS);
    expect(stderr).toContain("pyenv install 2.7.18");
    expect(stderr).toContain("apt-get install jython");
    expect(stdout).toContain("0 passed, 0 failed, 1 skipped");
    expect(code).toBe(2);
  });

  it("could not measure when one is required", async () => {
    const { code, stdout } = await run(["--require-python", "--report", "json", ...ADDRESS]);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ outcome: "unmeasured" }] });
    expect(stdout).toContain("pyenv install 2.7.18");
    expect(code).toBe(3);
  });

  it("does not run a command with --exec either", async () => {
    expect(await run(["--exec", "--", "-c", "1"])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("no Python 2.7 found"),
    });
  });
});

describe("python with a Python 2.7", () => {
  /** An empty cache, and an unreachable package index. */
  function surroundings() {
    const scratch = scratchFolder();
    return {
      python: fakePython(scratch, "process.exit(1)").file,
      env: { XDG_CACHE_HOME: scratch.folder, PIP_INDEX_URL: "http://127.0.0.1:9" },
    };
  }

  it("could not measure when a package cannot be fetched", async () => {
    const { python, env } = surroundings();
    const server = createServer();
    onTestFinished(async () => await server.close());
    const { host, port } = await server.start({ port: 0 });
    const { code, stdout } = await run(["--python", python, "--address", `${host}:${port}`], env);
    expect(stdout).toContain("cannot reach http://127.0.0.1:9/");
    expect(code).toBe(3);
  });

  it("could not measure when nobody listens at the address", async () => {
    const { python, env } = surroundings();
    const { code, stdout } = await run(["--python", python, "--start-timeout", "0.2", ...ADDRESS], env);
    expect(stdout).toContain("127.0.0.1:1 does not answer");
    expect(code).toBe(3);
  });

  it("could not measure when the daemon does not start", async () => {
    const { python, env } = surroundings();
    const { code, stdout } = await run(["--python", python, "--", "/nowhere/daemon", "{port}"], env);
    expect(stdout).toContain("could not be started");
    expect(code).toBe(3);
  });
});

describe("python's arguments", () => {
  it.each([
    [[], "say what to measure"],
    [[...ADDRESS, "--", "daemon", "{port}"], "say what to measure"],
    [["--"], "no command follows the --"],
    [["--fresh", ...ADDRESS], "--fresh needs a command"],
    [["--tests", "core,everything", ...ADDRESS], "'everything' are no tests"],
    [["test_args", ...ADDRESS], "'test_args' is no option"],
    [["--start-timeout", "soon", ...ADDRESS], "takes seconds, not 'soon'"],
    [["--report", "poem", ...ADDRESS], "'poem' is no report"],
    [["--exec"], "--exec runs what follows a --"],
    [["--nosuch", ...ADDRESS], "Unknown option '--nosuch'"],
  ])("refuses %j", async (argv, message) => {
    expect(await run(argv)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  });

  it("selects several suites, in the order of the help", () => {
    const { values } = parseLine(pythonTable, ["--tests", "scenarios,core", ...ADDRESS]);
    expect(values.tests.map(({ name }) => name)).toEqual(["core", "scenarios"]);
  });

  it("writes the command line that runs one test again", () => {
    const line = parseLine(pythonTable, ["--fresh", "--python", "my python", "--", "daemon", "{port}"]);
    expect(testAgain(line, "test_x::TestC::test_y[a-b]")).toBe(
      "coordinate-conformance python -k test_y --fresh --python 'my python' -- daemon '{port}'",
    );
  });
});
