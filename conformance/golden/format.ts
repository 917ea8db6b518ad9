// What a golden (in full: golden transcript) is: a recorded exchange with a daemon, step by step. Files under conformance/goldens/ hold
// them as YAML; load.ts reads, write.ts writes. Bytes are the truth, every notation here is derived from them.

import type { Mask } from "./mask.ts";
import type { Sending, Wait } from "./script.ts";

/** The format's number; a file with another one is refused. */
export const GOLDEN_VERSION = 1;

export type Golden = {
  /** `area/case`, the file's path below the folder of goldens without `.yaml`. */
  readonly id: string;
  /** The file as it was opened, for messages. */
  readonly file: string;
  readonly title: string;
  /** The clauses that demand this behaviour (`LOCK-3`), and the points (`K7`) that real daemons are known to miss here. */
  readonly requires: readonly string[];
  /**
   * Once in so many plays even a right daemon answers otherwise, since it draws lots for a work spec by weight: the case is
   * then played a second time, and only that counts. Undefined for cases in which nothing is left to chance: nearly all.
   */
  readonly flaky?: number | undefined;
  readonly recorded: Provenance;
  readonly steps: readonly Step[];
};

/** Where the bytes come from. A golden without it is refused: nobody could record it again. */
export type Provenance = {
  /** The daemon that answered, with its version. */
  readonly daemon: string;
  /** Who asked: the Python client with its interpreter, or the definition of a raw case. */
  readonly client: string;
  /** The command line that recorded the file. */
  readonly command: string;
  /** The day, YYYY-MM-DD. */
  readonly at: string;
};

export type Step = WaitStep | ExchangeStep;

export type WaitStep = Wait & { readonly line: number };

/** What is sent, in notation too, and what must come back. */
export type ExchangeStep = Omit<Sending, "replies"> & {
  /** Line of the file. */
  readonly line: number;
  /** One entry a request, in notation; see describeRequest(). */
  readonly call: readonly string[];
  readonly replies: readonly GoldenReply[];
  /** Set when the file holds one request and reply for many: `sends` and `replies` are expanded, ids counting up. */
  readonly times: number | undefined;
  /** What the step belongs to in a long table, for people. */
  readonly note?: string | undefined;
};

/** A step to be written: its number, its line and its notation follow from its place and its bytes. */
export type StepSource =
  | { readonly kind: "wait"; readonly seconds: number }
  | Omit<ExchangeStep, "number" | "line" | "call">;

export type GoldenReply = {
  /** The whole frame. */
  readonly bytes: Uint8Array;
  /** In notation; see describeReply(). */
  readonly says: string;
  readonly masks: readonly Mask[];
  /** What else may come by lot, and what comes first in the list is `bytes`. All of a step are counted together. */
  readonly choices?: readonly Choice[];
};

/** One outcome of a draw, with its probability. */
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

/** A golden that cannot be used; the message starts with FILE:LINE. */
export class GoldenError extends Error {
  override readonly name = "GoldenError";
  readonly code: GoldenErrorCode;
  readonly file: string;
  /** 0 when the whole file is meant. */
  readonly line: number;
  constructor(code: GoldenErrorCode, file: string, line: number, message: string, options?: ErrorOptions) {
    super(`${file}${line > 0 ? `:${line}` : ""}: ${message}`, options);
    this.code = code;
    this.file = file;
    this.line = line;
  }
}
