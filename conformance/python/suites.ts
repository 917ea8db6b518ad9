// The available suites of Python tests: the unmodified ones of the installed `coordinate` package, and those of
// python-shim/.
import { join } from "node:path";
import { UsageError } from "../command.ts";
import { SHIM } from "../package-files.ts";
import type { Interpreter } from "./interpreter.ts";

export type TestSuite = {
  readonly name: string;
  /** Description for --help. */
  readonly summary: string;
  /** Arguments for pytest --pyargs. */
  readonly tests: readonly string[];
  /** Why it cannot run on Jython; undefined if it can. */
  readonly needsCPython: string | undefined;
  /** Whether its tests advance the daemon's clock. */
  readonly needsTestClock?: true;
};

const upstream = (module: string) => `coordinate.tests.${module}`;

export const SUITES: readonly TestSuite[] = [
  {
    name: "core",
    summary: "the 51 upstream tests of the client",
    tests: ["test_job_client", "test_job_flow", "test_task_master"].map(upstream),
    needsCPython: undefined,
  },
  {
    name: "workers",
    summary: "the 8 upstream tests that run real workers, about 80 s",
    tests: [upstream("test_rejester_worker")],
    needsCPython: "workers fork and profile, which Jython cannot",
  },
  {
    name: "scenarios",
    summary: "tests of the real client for behaviour that the upstream tests do not cover",
    tests: [join(SHIM, "scenarios")],
    needsCPython: undefined,
  },
  {
    name: "commands",
    summary: "every command of the real `coordinate` program",
    tests: [join(SHIM, "command_line")],
    needsCPython: "the program imports its workers, which Jython cannot",
  },
  {
    name: "programs",
    summary: "real programs: workers whose jobs raise, hang and die, and one that loads a folder; about two minutes",
    tests: [join(SHIM, "programs")],
    needsCPython: "workers fork, which Jython cannot",
  },
  {
    name: "server",
    summary: "5 upstream unit tests of the job server, over the network; needs --test-clock",
    tests: [
      "job_server",
      "max_running",
      "job_server_update_data",
      "job_server_continuous",
      "job_server_continuous_interval",
    ].map((test) => `${upstream("test_job")}::test_${test}`),
    needsCPython: "the job server's tests import sqlite3, which Jython has not",
    needsTestClock: true,
  },
];

/** The suites named by a list such as `core,workers`, or `all`, in fixed order. @throws UsageError for an unknown name */
export function suitesOf(text: string, option: string): readonly TestSuite[] {
  if (text === "all") return SUITES;
  const names = text.split(",");
  const known = SUITES.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`'${unknown}' are no tests; ${option} takes ${known.join(", ")} or all`);
  }
  return SUITES.filter(({ name }) => names.includes(name));
}

/** Why a suite cannot run; undefined if it can. */
export function reasonAgainst(
  { needsCPython, needsTestClock }: TestSuite,
  { implementation }: Interpreter,
  testClock: boolean,
): string | undefined {
  if (needsTestClock === true && !testClock) return "needs --test-clock, and a daemon that has one";
  if (needsTestClock !== true && testClock) return "would wait for a test clock, which stands still";
  return implementation === "CPython" ? undefined : needsCPython;
}

/** The suite of a result, by the result's id: `MODULE::TEST`, or the name of a suite that was not run. */
export function suiteOf(id: string): string {
  const [module = ""] = id.split("::");
  const found = SUITES.find(
    ({ name, tests }) => name === id || tests.some((each) => each.split("::")[0]?.endsWith(`.${module}`)),
  );
  if (found !== undefined) return found.name;
  if (module === "test_commands") return "commands";
  return module.endsWith("_program") ? "programs" : "scenarios";
}
