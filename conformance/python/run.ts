// Runs Python tests against a target and makes a Run of them, as the goldens' runner does. Prints nothing.

import { formatAddress } from "../client/address.ts";
import type { StartedTarget } from "../client/target.ts";
import type { Problem, Result, Run } from "../run/result.ts";
import { describeInterpreter, type Interpreter } from "./interpreter.ts";
import { runPytest } from "./pytest.ts";
import { createCollector, pythonResult } from "./results.ts";
import { runnable, type TestSuite } from "./suites.ts";

/** A daemon at an address, or one that this tool starts; `fresh` for a new process before each test. */
export type PythonTarget = { readonly address: string } | { readonly owned: StartedTarget; readonly fresh: boolean };

export type PythonRun = {
  readonly interpreter: Interpreter;
  readonly target: PythonTarget;
  readonly suites: readonly TestSuite[];
  /** pytest's -k. */
  readonly keyword: string | undefined;
  readonly allowClear: boolean;
  /** The folder with the client's packages; asked for only when a test can run. See prepareEnvironment(). */
  readonly packages: () => Promise<string>;
  readonly env: Record<string, string | undefined>;
  readonly signal: AbortSignal;
  /** Told how many tests there are, before the first result. */
  readonly onSelected: (count: number) => void;
  readonly onResult: (result: Result) => void;
};

export async function runPythonTests(options: PythonRun): Promise<Run> {
  const started = Date.now();
  const { interpreter, target, suites, keyword, allowClear, env, signal } = options;
  const [run, leftOut] = runnable(suites, interpreter);
  const skipped = leftOut.map((suite) => notRun(suite, suite.needsCPython ?? ""));
  const described = {
    target: `${nameOf(target)} with ${describeInterpreter(interpreter)}`,
    startedAt: new Date(started).toISOString(),
  };
  if (run.length === 0) return finished({ results: skipped, problems: [], ...described }, started);

  const packages = await options.packages();
  const collector = createCollector(options.onResult);
  const ending = await runPytest(
    {
      interpreter,
      packages,
      tests: run.flatMap(({ tests }) => tests),
      keyword,
      wipe: allowClear,
      daemon: daemonOf(target),
      env,
      signal,
    },
    (event) => {
      collector.handle(event);
      if (event.event === "collected") options.onSelected(event.tests.length);
    },
  );
  const { results, problems } = collector.finish(ending);
  return finished(
    { results: [...results, ...skipped], problems: [...problems, ...crashOf(target)], ...described },
    started,
  );
}

/** The run of a machine without Python, or of a target that did not start: no test ran, for one reason. */
export function unmeasuredRun(
  suites: readonly TestSuite[],
  target: string,
  reason: string,
  problems: readonly Problem[],
): Run {
  const results = suites.map((suite) => notRun(suite, reason));
  return finished({ results, problems, target, startedAt: new Date().toISOString() }, Date.now());
}

function finished(run: Omit<Run, "compare" | "peer" | "milliseconds">, started: number): Run {
  return { ...run, compare: "python", peer: undefined, milliseconds: Date.now() - started };
}

function notRun(suite: TestSuite, reason: string): Result {
  return pythonResult({ case: suite.name, title: suite.summary, outcome: "not-run", reason });
}

function nameOf(target: PythonTarget): string {
  return "address" in target ? target.address : target.owned.name;
}

function daemonOf(target: PythonTarget) {
  if ("address" in target) return { address: target.address };
  const { owned, fresh } = target;
  if (!fresh) return { address: formatAddress(owned.address()) };
  let used = false;
  return {
    fresh: async () => {
      if (used) await owned.restart();
      used = true;
      return formatAddress(owned.address());
    },
  };
}

/** Tests that fail because the daemon is gone don't say so themselves. */
function crashOf(target: PythonTarget): Problem[] {
  const crash = "owned" in target && !target.fresh ? target.owned.crash() : undefined;
  return crash === undefined ? [] : [{ outcome: "unmeasured", message: crash }];
}
