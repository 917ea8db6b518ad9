// What a method is: the names of its parameters, and a function from them to the reply.
import type { JobQueue } from "../domain/job-queue.ts";
import type { LockTree } from "../domain/lock-tree.ts";
import type { Stored } from "../domain/work-unit.ts";
import type { Cursor } from "../wire/cursor.ts";
import type { ReplyWriter } from "../wire/reply-writer.ts";
import type { Steps } from "./steps.ts";

/** What a daemon holds. */
export type Daemon = {
  queue: JobQueue;
  locks: LockTree;
  /** What get_config hands back; null: there is none. */
  config: Stored | null;
};

export type Method = {
  /** By name, for calls with keyword parameters; a name with a `?` may be left out there. */
  params: readonly string[];
  /**
   * Reads its parameters in order from the cursor and writes exactly one value, the result.
   * @returns what is left to do, null for nothing
   * @throws RpcError for an error reply; what was written is taken back
   * @throws Held before anything was changed; the call is made once more when that is over
   */
  call(daemon: Daemon, params: Cursor, reply: ReplyWriter): Steps | null;
};

/** A method that costs little, whatever it is called with. */
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

/** A method that may have much to do, which it then leaves to be done in pieces. */
export function methodInPieces(params: readonly string[], call: Method["call"]): Method {
  return { params, call };
}

/** The pair that most results are: a value of one item, which `first` writes, and no message. */
export function pair(reply: ReplyWriter, first: () => void): void {
  reply.array(2);
  first();
  reply.null();
}

/** `[ok, message]`, the message null unless given. */
export function verdict(reply: ReplyWriter, ok: boolean, message: string | null = null): void {
  reply.array(2);
  reply.bool(ok);
  reply.stringOrNull(message);
}

/** The message of every call on a work spec that is not there. */
export function noSuchSpec(name: string): string {
  return `No such work spec ${name}`;
}

/** `[null, message]`: the answer about a work spec that is not there, where null stands for what was asked of it. */
export function nothingOf(reply: ReplyWriter, name: string): void {
  reply.array(2);
  reply.null();
  reply.string(noSuchSpec(name));
}
