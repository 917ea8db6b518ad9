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

/** The address of one daemon for all tests, or a function that starts a new daemon. */
type Daemon = { readonly address: string } | { readonly fresh: () => Promise<string> };

export type PytestRun = {
  readonly interpreter: Interpreter;
  /** Folder returned by prepareEnvironment(). */
  readonly packages: string;
  /** Folder of the client from prepareClient(); undefined for the pinned one. */
  readonly client: string | undefined;
  readonly daemon: Daemon;
  /** Modules or paths, passed to pytest as arguments. */
  readonly tests: readonly string[];
  readonly keyword: string | undefined;
  /** Whether existing work specs of the daemon may be deleted. */
  readonly wipe: boolean;
  readonly env: Record<string, string | undefined>;
  readonly signal: AbortSignal;
  /** Time limit without any event, after which pytest is stopped. */
  readonly stallMilliseconds?: number;
};

export type Ending = {
  /** Exit status of pytest; undefined if it was ended by a signal. */
  readonly status: number | undefined;
  /** Why this tool stopped pytest; undefined if it did not. */
  readonly stopped: "interrupted" | "stalled" | undefined;
  /** Error of the listener: no new daemon could be started, or an invalid event. */
  readonly failure: unknown;
  /** The last part of pytest's output. */
  readonly output: string;
};

/** Default limit without an event: longer than any test waits between two calls. The client itself has no timeout. */
const STALL_MILLISECONDS = 120_000;
const OUTPUT_LINES = 40;
/** Time for pytest to clean up when stopped, in which workers started by a test finish their current unit. */
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
        // SIGINT, like Ctrl-C, so that pytest runs the cleanup of the current test.
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
