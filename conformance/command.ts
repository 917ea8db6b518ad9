// Shared by all sub-commands of `coordinate-conformance`: the process's parts passed in, exit codes, the error for
// wrong usage.

/** Exit codes, frozen by tests. */
export const EXIT = {
  /** All as expected. */
  ok: 0,
  /** At least one divergence. */
  diverged: 1,
  /** Wrong usage, or nothing selected. */
  usage: 2,
  /** The daemon did not start, Python is missing though required, or the harness failed. */
  unmeasured: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A stream that a command prints on; `columns` and `isTTY` as a terminal has them. */
export type Output = {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** Everything of the process that a command may touch. */
export type Surroundings = {
  stdout: Output;
  stderr: Output;
  env: Record<string, string | undefined>;
  /** Aborted when the user interrupts (Ctrl-C). */
  signal: AbortSignal;
};

/** Arguments that cannot be understood: one line on stderr, exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "usage";
}
