// Runs pytest with the plugin in a prepared environment, and passes its events on.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { SHIM } from "../package-files.ts";
import { environmentVariables } from "./environment.ts";
import type { ShimEvent } from "./events.ts";
import type { Interpreter } from "./interpreter.ts";
import { listenForEvents } from "./listener.ts";

/** One daemon for all tests, or a function that starts one that no test has used. */
type Daemon = { readonly address: string } | { readonly fresh: () => Promise<string> };

export type PytestRun = {
  readonly interpreter: Interpreter;
  /** Of prepareEnvironment(). */
  readonly packages: string;
  /** Of prepareClient(); undefined for the pinned one. */
  readonly client: string | undefined;
  readonly daemon: Daemon;
  /** Modules or paths, each an argument of pytest. */
  readonly tests: readonly string[];
  readonly keyword: string | undefined;
  /** Whether work specs that the daemon holds may be deleted. */
  readonly wipe: boolean;
  readonly env: Record<string, string | undefined>;
  readonly signal: AbortSignal;
  /** How long nothing may happen. */
  readonly stallMilliseconds?: number;
};

export type Ending = {
  /** Exit status of pytest; undefined when a signal ended it. */
  readonly status: number | undefined;
  /** Why it was ended from outside, if it was. */
  readonly stopped: "interrupted" | "stalled" | undefined;
  /** What the listener could not handle: no fresh daemon, a line that is no event. */
  readonly failure: unknown;
  /** The end of what pytest printed. */
  readonly output: string;
};

/** Longer than any test waits between two calls; a client has no time limit of its own on a silent daemon. */
const STALL_MILLISECONDS = 120_000;
const OUTPUT_LINES = 40;
/** For cleaning up: workers that a test has started finish what they are at. */
const ENDING_MILLISECONDS = 15_000;

export async function runPytest(run: PytestRun, onEvent: (event: ShimEvent) => void): Promise<Ending> {
  const scratch = await mkdtemp(join(tmpdir(), "coordinate-python-"));
  const stop = new AbortController();
  const patience = run.stallMilliseconds ?? STALL_MILLISECONDS;
  const stalled = () => stop.abort("stalled");
  let watchdog = setTimeout(stalled, patience);
  const listener = await listenForEvents(
    (event) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(stalled, patience);
      onEvent(event);
    },
    async () => ("fresh" in run.daemon ? run.daemon.fresh() : run.daemon.address),
  );
  const cancel = AbortSignal.any([run.signal, stop.signal]);
  try {
    const { exitCode, all } = await execa(
      run.interpreter.file,
      [...run.interpreter.args, ...pytestArguments(run, scratch, listener.place)],
      {
        cwd: scratch,
        env: { ...run.env, ...environmentVariables(run.packages, run.interpreter, run.client) },
        extendEnv: false,
        stdin: "ignore",
        all: true,
        reject: false,
        cancelSignal: cancel,
        // As Ctrl-C does: pytest then cleans up after the test that it leaves.
        killSignal: "SIGINT",
        forceKillAfterDelay: ENDING_MILLISECONDS,
      },
    );
    const failure = await listener.finish().then(
      () => undefined,
      (error: unknown) => error,
    );
    return {
      status: exitCode,
      stopped: run.signal.aborted ? "interrupted" : stop.signal.aborted ? "stalled" : undefined,
      failure,
      output: all.split("\n").slice(-OUTPUT_LINES).join("\n"),
    };
  } finally {
    clearTimeout(watchdog);
    listener.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function pytestArguments({ daemon, tests, keyword, wipe }: PytestRun, scratch: string, events: string): string[] {
  return [
    "-m",
    "pytest",
    "-c",
    join(SHIM, "pytest.ini"),
    `--rootdir=${SHIM}`,
    `--basetemp=${join(scratch, "tmp")}`,
    ...["-p", "no:cacheprovider", "-p", "coordinate_shim.plugin"],
    `--coordinate-events=${events}`,
    "fresh" in daemon ? "--coordinate-fresh" : `--coordinate-address=${daemon.address}`,
    ...(wipe ? ["--coordinate-wipe"] : []),
    ...(keyword === undefined ? [] : ["-k", keyword]),
    "--pyargs",
    ...tests,
  ];
}
