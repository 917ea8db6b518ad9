// The type of a method: the names of its parameters, and a function that reads them and writes the result.
import type { JobQueue } from "../domain/job-queue.ts";
import type { LockTree } from "../domain/lock-tree.ts";
import type { Stored } from "../domain/work-unit.ts";
import type { Cursor } from "../wire/cursor.ts";
import type { ReplyWriter } from "../wire/reply-writer.ts";
import type { Steps } from "./steps.ts";

/** The state of a daemon. */
export type Daemon = {
  queue: JobQueue;
  locks: LockTree;
  /** The result of get_config; null if there is none. */
  config: Stored | null;
};

export type Method = {
  /** Names for keyword parameters; one with a `?` is optional there. */
  params: readonly string[];
  /**
   * Reads its parameters in order from the cursor and writes exactly one value, the result.
   * @returns the remaining work, or null
   * @throws RpcError for an error reply; what was written is removed
   * @throws Held before anything was changed; the call is repeated when the lock is released
   */
  call(daemon: Daemon, params: Cursor, reply: ReplyWriter): Steps | null;
};

/** A method that takes little time with any parameters. */
export function method(
  params: readonly string[],
  call: (daemon: Daemon, params: Cursor, reply: ReplyWriter) => void,
): Method {
  return {
    params,
    call(daemon, given, reply) {
      call(daemon, given, reply);
      return null;
    },
  };
}

/** A method that may take long, which then returns the remaining work to be done in pieces. */
export function methodInPieces(params: readonly string[], call: Method["call"]): Method {
  return { params, call };
}

/** Writes the usual result, a pair of a value, which `first` writes as one item, and a null message. */
export function pair(reply: ReplyWriter, first: () => void): void {
  reply.array(2);
  first();
  reply.null();
}

/** Writes `[ok, message]`; the message is null by default. */
export function verdict(reply: ReplyWriter, ok: boolean, message: string | null = null): void {
  reply.array(2);
  reply.bool(ok);
  reply.stringOrNull(message);
}

/** The message of a call on a missing work spec. */
export function noSuchSpec(name: string): string {
  return `No such work spec ${name}`;
}

/** Writes `[null, message]`, the result of a query on a missing work spec. */
export function nothingOf(reply: ReplyWriter, name: string): void {
  reply.array(2);
  reply.null();
  reply.string(noSuchSpec(name));
}
