// A script: what is sent in a session, and how much must come back before it goes on. It is all that a player has to know;
// what the replies must say is the golden's business, which is a script with expectations.
import type { Mask } from "./mask.ts";

export type Script = { readonly steps: readonly (Wait | Sending)[] };

/** Time passes: really with a daemon, on the clock of an in-process server. */
export type Wait = {
  readonly kind: "wait";
  /** From 1, counting all steps. */
  readonly number: number;
  readonly seconds: number;
};

/** The client sends, the server answers. */
export type Sending = {
  readonly kind: "exchange";
  /** From 1, counting waits too. */
  readonly number: number;
  /** Which of the case's connections; each is opened when first used. */
  readonly conn: number;
  /** Segments, written one after the other; mostly one segment that is one frame. */
  readonly sends: readonly Uint8Array[];
  /** Frames that must come back before the next step, and the names that their masks bind. None is allowed: then nobody waits. */
  readonly replies: readonly { readonly masks: readonly Mask[] }[];
  /** The client closes its sending side after the last byte. */
  readonly hangup: boolean;
  /** After the replies the server must close the connection. */
  readonly closes: boolean;
  /** Generated names that replace recorded ones in what is sent. */
  readonly bindings: readonly Binding[];
};

/** A place in a request that takes the name bound by an earlier mask, as the server encoded it. */
export type Binding = { readonly at: string; readonly name: string; readonly line: number };
