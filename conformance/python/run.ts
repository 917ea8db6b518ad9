// Runs Python tests against a daemon and returns a Run like that of the goldens' runner. Prints nothing.

import { existsSync, realpathSync } from "node:fs";
import { formatAddress } from "../client/address.ts";
import type { StartedDaemon } from "../client/daemon.ts";
import { packageVersion } from "../package-files.ts";
import type { Problem, Result, Run } from "../run/result.ts";
import { type Client, describeClient, type ImportedClient } from "./client.ts";
import { describeInterpreter, type Interpreter } from "./interpreter.ts";
import { runPytest } from "./pytest.ts";
import { createCollector, pythonResult } from "./results.ts";
import { reasonAgainst, type TestSuite } from "./suites.ts";

/** A daemon at an address, or one that this tool starts; with `fresh`, a new process for each test. */
export type PythonDaemon = { readonly address: string } | { readonly owned: StartedDaemon; readonly fresh: boolean };

export type PythonRun = {
  readonly interpreter: Interpreter;
  readonly daemon: PythonDaemon;
  readonly suites: readonly TestSuite[];
  /** Value of pytest's option -k. */
  readonly keyword: string | undefined;
  readonly allowClear: boolean;
  /** Whether the daemon has a test clock that is controlled by `advance SECONDS` on its stdin. */
  readonly testClock: boolean;
  /** Returns the folder with the client's packages, see prepareEnvironment(); called only if a test can run. */
  readonly packages: () => Promise<string>;
  /** Returns the client, see prepareClient(); called only if a test can run. */
  readonly client: () => Promise<Client>;
  readonly env: Record<string, string | undefined>;
  readonly signal: AbortSignal;
  /** Called with the number of tests, before the first result. */
  readonly onSelected: (count: number) => void;
  readonly onResult: (result: Result) => void;
};

export async function runPythonTests(options: PythonRun): Promise<Run> {
  const started = Date.now();
  const { interpreter, daemon, suites, keyword, allowClear, env, signal } = options;
  const left = suites.map((suite) => ({ suite, reason: reasonAgainst(suite, interpreter, options.testClock) }));
  const run = left.filter(({ reason }) => reason === undefined).map(({ suite }) => suite);
  const skipped = left.flatMap(({ suite, reason }) => (reason === undefined ? [] : notRun(suite, reason)));
  const described = {
    daemon: `${nameOf(daemon)} with ${describeInterpreter(interpreter)}`,
    startedAt: new Date(started).toISOString(),
  };
  if (run.length === 0) return finished({ results: skipped, problems: [], ...described }, started);

  const packages = await options.packages();
  const client = await options.client();
  const collector = createCollector(options.onResult);
  const ending = await runPytest(
    {
      interpreter,
      packages,
      client: client.folder,
      tests: run.flatMap(({ tests }) => tests),
      keyword,
      wipe: allowClear,
      daemon: whereOf(daemon),
      env,
      signal,
    },
    (event) => {
      collector.handle(event);
      if (event.event === "advance" && "owned" in daemon) daemon.owned.tell(`advance ${event.seconds}`);
      if (event.event === "collected") options.onSelected(event.tests.length);
    },
  );
  const { results, problems } = collector.finish(ending);
  const imported = collector.client();
  const all = [...problems, ...crashOf(daemon), ...otherClient(client, imported)];
  const who = imported === undefined ? "" : `, ${describeClient(imported, client.given)}`;
  return finished(
    { results: [...results, ...skipped], problems: all, ...described, daemon: `${described.daemon}${who}` },
    started,
  );
}

/** A run that imported a different client from the requested one is invalid, and reported as a problem. */
function otherClient({ given, folder }: Client, imported: ImportedClient | undefined): Problem[] {
  if (imported === undefined || folder === undefined || realpathOf(imported.folder) === realpathOf(folder)) return [];
  const message = `the client of ${given} was to be tested, and ${imported.folder} was imported`;
  return [{ outcome: "unmeasured", message }];
}

const realpathOf = (path: string) => (existsSync(path) ? realpathSync(path) : path);

/** A run in which no test ran, with the reason: for example no Python, or a daemon that did not start. */
export function unmeasuredRun(
  suites: readonly TestSuite[],
  daemon: string,
  reason: string,
  problems: readonly Problem[],
): Run {
  const results = suites.map((suite) => notRun(suite, reason));
  return finished({ results, problems, daemon, startedAt: new Date().toISOString() }, Date.now());
}

function finished(run: Omit<Run, keyof typeof FACTS | "tool" | "milliseconds">, started: number): Run {
  const tool = `coordinate-conformance ${packageVersion()}`;
  return { ...run, ...FACTS, tool, milliseconds: Date.now() - started };
}

const FACTS = { compare: "python", peer: undefined, without: [], errors: "exact", require: undefined } as const;

function notRun(suite: TestSuite, reason: string): Result {
  return pythonResult({ case: suite.name, title: suite.summary, outcome: "not-run", reason });
}

function nameOf(daemon: PythonDaemon): string {
  return "address" in daemon ? daemon.address : daemon.owned.name;
}

function whereOf(daemon: PythonDaemon) {
  if ("address" in daemon) return { address: daemon.address };
  const { owned, fresh } = daemon;
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

/** Reports that the daemon has exited, since tests that fail for that reason do not say so. */
function crashOf(daemon: PythonDaemon): Problem[] {
  const crash = "owned" in daemon && !daemon.fresh ? daemon.owned.crash() : undefined;
  return crash === undefined ? [] : [{ outcome: "unmeasured", message: crash }];
}
