import { describe, expect, it } from "vitest";
import type { StartedDaemon } from "../client/daemon.ts";
import { exitCodeOf } from "../run/result.ts";
import { type PythonRun, runPythonTests } from "./run.ts";
import { SUITES } from "./suites.ts";
import { fakePython } from "./testing/fake-python.ts";
import { scratchFolder } from "./testing/scratch.ts";

const PINNED = { given: "0.1.5", folder: undefined, remove: () => Promise.resolve() };
const named = (...names: string[]) => SUITES.filter(({ name }) => names.includes(name));

async function run(script: string, options: Partial<PythonRun> = {}) {
  const told: string[] = [];
  const found = await runPythonTests({
    interpreter: fakePython(scratchFolder(), script),
    daemon: { address: "127.0.0.1:5932" },
    suites: named("core"),
    keyword: undefined,
    allowClear: false,
    testClock: false,
    packages: () => Promise.resolve("/packages"),
    client: () => Promise.resolve(PINNED),
    env: process.env,
    signal: new AbortController().signal,
    onSelected: (count) => told.push(`of ${count}`),
    onResult: (result) => told.push(result.case),
    ...options,
  });
  return { run: found, told };
}

/** Like a daemon started by the tool, it has another port after each restart. */
function startedDaemon(crash?: string): StartedDaemon & { restarts: number; told: string[] } {
  const told: string[] = [];
  const daemon = {
    name: "daemon {port}",
    owned: true,
    restarts: 0,
    told,
    tell: (line: string) => void told.push(line),
    pid: () => undefined,
    address: () => ({ host: "127.0.0.1", port: 6000 + daemon.restarts }),
    connect: () => Promise.reject(new Error("nobody connects")),
    crash: () => crash,
    restart: () => {
      daemon.restarts += 1;
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
  };
  return daemon;
}

describe("runPythonTests()", () => {
  it("makes a run of the tests' results, and tells of each as it comes", async () => {
    const { run: found, told } = await run(
      `collected("m::a", "m::b"); passed("m::a"); passed("m::b", "E   no"); exit(1);`,
    );
    expect(told).toEqual(["of 2", "m::a", "m::b"]);
    expect(found.results.map(({ suite, outcome }) => [suite, outcome])).toEqual([
      ["python", "passed"],
      ["python", "diverged"],
    ]);
    expect(found.daemon).toMatch(/^127\.0\.0\.1:5932 with CPython 2\.7\.18/);
    expect(exitCodeOf(found)).toBe(1);
  });

  it("leaves out what Jython cannot run, and says why", async () => {
    const scratch = scratchFolder();
    const jython = {
      ...fakePython(scratch, `collected("m::a"); passed("m::a"); exit(0);`),
      implementation: "Jython" as const,
    };
    const { run: found } = await run("", { interpreter: jython, suites: named("core", "workers") });
    expect(found.results.map((result) => [result.case, result.outcome, result.reason])).toEqual([
      ["m::a", "passed", undefined],
      ["workers", "not-run", "workers fork and profile, which Jython cannot"],
    ]);
  });

  it("prepares nothing and is no success when nothing can run", async () => {
    const jython = { file: "nowhere", args: [], implementation: "Jython" as const, version: "2.7.3" };
    const packages = () => Promise.reject(new Error("asked for packages"));
    const { run: found } = await run("", { interpreter: jython, suites: named("workers"), packages });
    expect(exitCodeOf(found)).toBe(2);
  });

  it("restarts the daemon before each test but the first", async () => {
    const owned = startedDaemon();
    const script = `collected("m::a", "m::b"); for (const name of ["m::a", "m::b"]) passed(name, await ask()); exit(0);`;
    const { run: found } = await run(script, { daemon: { owned, fresh: true } });
    expect(found.results.map(({ reason }) => reason)).toEqual(["127.0.0.1:6000", "127.0.0.1:6001"]);
    expect(owned.restarts).toBe(1);
  });

  it("says that the daemon crashed, since the tests only know that it is gone", async () => {
    const owned = startedDaemon("daemon ended with SIGSEGV");
    const { run: found } = await run(`collected("m::a"); passed("m::a", "refused"); exit(1);`, {
      daemon: { owned, fresh: false },
    });
    expect(found.problems).toEqual([{ outcome: "unmeasured", message: "daemon ended with SIGSEGV" }]);
  });
});

describe("the client of a run", () => {
  const importing = (version: string, folder: string) =>
    `send({ event: "session", implementation: "CPython", python: "2.7.18", pytest: "4", client: { version: "${version}", folder: "${folder}" } });
     collected("a"); passed("a"); exit(0);`;

  it("is named with its version as it was imported", async () => {
    const { run: found } = await run(importing("0.1.5", "/packages"));
    expect(found.daemon).toMatch(/, coordinate 0\.1\.5$/);
    expect(exitCodeOf(found)).toBe(0);
  });

  it("makes the run fail if another client than the requested one was imported", async () => {
    const client = () => Promise.resolve({ ...PINNED, given: "../newer", folder: "/newer" });
    const { run: found } = await run(importing("0.1.5", "/packages"), { client });
    expect(found.problems).toEqual([
      { outcome: "unmeasured", message: "the client of ../newer was to be tested, and /packages was imported" },
    ]);
  });
});

describe("a test clock", () => {
  it("is moved in the daemon as far as the tests say", async () => {
    const daemon = startedDaemon();
    const script = `send({ event: "advance", seconds: 400 }); collected("a"); passed("a"); exit(0);`;
    await run(script, { suites: named("server"), testClock: true, daemon: { owned: daemon, fresh: false } });
    expect(daemon.told).toEqual(["advance 400"]);
  });

  it.each([
    [false, "server", "needs --test-clock"],
    [true, "core", "would wait for a test clock"],
  ])("decides which tests run (%s): not %s", async (testClock, suite, reason) => {
    const { run: found } = await run("exit(0);", { suites: named(suite), testClock });
    expect(found.results).toMatchObject([{ case: suite, outcome: "not-run", reason: expect.stringContaining(reason) }]);
  });
});
