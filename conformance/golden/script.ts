// A script: what a session sends, and how many replies it waits for. This is all that is needed to play it. A golden is
// a script with the expected replies.
import type { Mask } from "./mask.ts";

export type Script = { readonly steps: readonly (Wait | Sending)[] };

/** A pause: real time with a daemon, on the clock of an in-process server otherwise. */
export type Wait = {
  readonly kind: "wait";
  /** From 1, counting all steps. */
  readonly number: number;
  readonly seconds: number;
};

/** One exchange: the client sends, the server replies. */
export type Sending = {
  readonly kind: "exchange";
  /** From 1, counting waits too. */
  readonly number: number;
  /** Which of the case's connections, which are opened at first use. */
  readonly conn: number;
  /** TCP segments, written one after the other; usually one segment with one frame. */
  readonly sends: readonly Uint8Array[];
  /** Frames to wait for before the next step, and the names that their masks bind. If empty, nothing is waited for. */
  readonly replies: readonly { readonly masks: readonly Mask[] }[];
  /** The client closes its sending side after the last byte. */
  readonly hangup: boolean;
  /** The server must close the connection after the replies. */
  readonly closes: boolean;
  /** Places in the requests where generated names replace the recorded ones. */
  readonly bindings: readonly Binding[];
};

/** A place in a request that takes the name bound by an earlier mask, in the bytes that the server sent. */
export type Binding = { readonly at: string; readonly name: string; readonly line: number };
