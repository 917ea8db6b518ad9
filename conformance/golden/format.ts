// The type Golden (in full: golden transcript): a recorded exchange with a daemon, step by step. Files in
// conformance/goldens/ hold goldens as YAML; load.ts reads and write.ts writes them. The bytes are authoritative; all
// notation is derived from them.

import type { Mask } from "./mask.ts";
import type { Sending, Wait } from "./script.ts";

/** The version of the file format; files with another version are rejected. */
export const GOLDEN_VERSION = 1;

export type Golden = {
  /** `area/case`: the file's path in the folder of goldens, without `.yaml`. */
  readonly id: string;
  /** The path of the file, for messages. */
  readonly file: string;
  readonly title: string;
  /** The clauses that the case tests (`LOCK-3`), and the points (`K7`) at which real daemons are known to fail it. */
  readonly requires: readonly string[];
  /**
   * Set if even a correct daemon differs once in this many plays, because get_work chooses a work spec at random: a
   * case that differs is then played again, and only the second play counts. Undefined for nearly all cases.
   */
  readonly flaky?: number | undefined;
  readonly recorded: Provenance;
  readonly steps: readonly Step[];
  /** Whether replies depend on the workers that the daemon knows; derived from the steps when the golden is read. */
  readonly seesWorkers: boolean;
  /** The calls that release every lock that the steps name; derived from them when the golden is read. */
  readonly unlocks: readonly Uint8Array[];
};

/** How the golden was recorded. Required, so that it can be recorded again. */
export type Provenance = {
  /** The daemon that answered, with its version. */
  readonly daemon: string;
  /** What sent the requests: the Python client with its interpreter, or the definition of a raw case. */
  readonly client: string;
  /** The command line that recorded the file. */
  readonly command: string;
  /** The day, YYYY-MM-DD. */
  readonly at: string;
};

export type Step = WaitStep | ExchangeStep;

export type WaitStep = Wait & { readonly line: number };

/** One exchange: the request, also in notation, and the expected replies. */
export type ExchangeStep = Omit<Sending, "replies"> & {
  /** Line of the file. */
  readonly line: number;
  /** The requests in notation, one entry each; see describeRequest(). */
  readonly call: readonly string[];
  readonly replies: readonly GoldenReply[];
  /**
   * Set when the file has one request and reply that stand for many: `sends` and `replies` are expanded, with ids
   * counting up.
   */
  readonly times: number | undefined;
  /** A heading in a long table of calls, for people. */
  readonly note?: string | undefined;
};

/** A step to be written to a file: number, line and notation are derived from it. */
export type StepSource =
  | { readonly kind: "wait"; readonly seconds: number }
  | Omit<ExchangeStep, "number" | "line" | "call">;

export type GoldenReply = {
  /** The whole frame. */
  readonly bytes: Uint8Array;
  /** In notation; see describeReply(). */
  readonly says: string;
  readonly masks: readonly Mask[];
  /**
   * The possible replies, `bytes` first, if the reply is random. The outcomes of all such replies of a step are counted
   * together.
   */
  readonly choices?: readonly Choice[];
};

/** One possible reply and its probability. */
export type Choice = { readonly bytes: Uint8Array; readonly says: string; readonly share: number };

type GoldenErrorCode =
  | "yaml"
  | "version"
  | "shape"
  | "provenance"
  | "requires"
  | "hex"
  | "call"
  | "says"
  | "mask"
  | "name"
  | "not-found";

/** Thrown for a golden that cannot be used; the message starts with FILE:LINE. */
export class GoldenError extends Error {
  override readonly name = "GoldenError";
  readonly code: GoldenErrorCode;
  readonly file: string;
  /** 0 when the error concerns the whole file. */
  readonly line: number;
  constructor(code: GoldenErrorCode, file: string, line: number, message: string, options?: ErrorOptions) {
    super(`${file}${line > 0 ? `:${line}` : ""}: ${message}`, options);
    this.code = code;
    this.file = file;
    this.line = line;
  }
}
