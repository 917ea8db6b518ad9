// Methods for hierarchical locks, which of the real daemons only the Go daemon has.
import { Held } from "../../domain/hold.ts";
import type { LockRefusal, LockTree } from "../../domain/lock-tree.ts";
import { A_PIECE, finish, Pace, type Pieces } from "../../domain/pieces.ts";
import type { Cursor } from "../../wire/cursor.ts";
import type { ReplyWriter } from "../../wire/reply-writer.ts";
import { labelIdentity, type ParsedPaths, pathsParam, printedPath } from "../lock-paths.ts";
import { type Daemon, type Method, methodInPieces, verdict } from "../method.ts";
import { intParam, stringParam } from "../params.ts";
import { ENDABLE, endable, onceFree, type Steps } from "../steps.ts";

const DEFAULT_TIMEOUT = 60;
const MAX_TIMEOUT = 1_000_000;

export const lockMethods = {
  /** (locker, seconds, paths) -> `[locked, message]`: all paths or none. */
  lock: methodInPieces(["locker_id", "timeout", "keys"], (daemon, params, reply) => {
    const locker = stringParam(params);
    const deadline = deadlineIn(daemon, intParam(params));
    return withPaths(daemon, params, function* (locks, paths) {
      const refusal = yield* locks.lock(locker, deadline, paths.identities);
      verdict(reply, refusal === null, refusal && `${printedPath(paths.labels[refusal.index])} is not lockable`);
    });
  }),

  /** (locker, seconds, paths) -> `[[path or null, ...], null]`: those that could be locked; null for no paths. */
  locksome: methodInPieces(["locker_id", "timeout", "keys"], (daemon, params, reply) => {
    const locker = stringParam(params);
    const deadline = deadlineIn(daemon, intParam(params));
    return withPaths(daemon, params, function* (locks, paths) {
      const locked = yield* locks.lockSome(locker, deadline, paths.identities);
      reply.array(2);
      if (locked.length === 0) reply.null();
      else yield* writeLocked(reply, paths, locked);
      reply.null();
    });
  }),

  /** (locker, seconds, paths) -> `[renewed, message]`: all paths or none. */
  renew: methodInPieces(["locker_id", "timeout", "keys"], (daemon, params, reply) => {
    const locker = stringParam(params);
    const deadline = deadlineIn(daemon, intParam(params));
    return withPaths(daemon, params, function* (locks, paths) {
      const refusal = yield* locks.renew(locker, deadline, paths.identities);
      const message = refusal && `${printedPath(paths.labels[refusal.index])} is held by ${refusal.owner ?? "None"}`;
      verdict(reply, refusal === null, message);
    });
  }),

  /** (paths) -> `[owner or null, ...]`, no pair. */
  readlock: methodInPieces(["keys"], (daemon, params, reply) =>
    withPaths(daemon, params, function* (locks, paths) {
      const pace = new Pace();
      reply.array(paths.identities.length);
      for (const identity of paths.identities) {
        reply.stringOrNull(locks.ownerOf(identity));
        if (pace.isOver(1 + identity.length)) yield ENDABLE;
      }
    }),
  ),

  /** (locker, paths) -> `[unlocked, message]`: all paths or none. */
  unlock: methodInPieces(["locker_id", "keys"], (daemon, params, reply) => {
    const locker = stringParam(params);
    return withPaths(daemon, params, function* (locks, paths) {
      const refusal = yield* locks.unlock(locker, paths.identities);
      verdict(reply, refusal === null, refusal && notHeld(paths, refusal));
    });
  }),

  /** (label) -> 0: releases all locks at or below one label of the root, whoever owns them. */
  delete_namespace: methodInPieces(["namespace"], ({ locks }, params, reply) => {
    const label = labelIdentity(params.readStored());
    return locks.holdable.during(function* () {
      yield* locks.deleteNamespace(label);
      reply.int(0);
    });
  }),
} satisfies Record<string, Method>;

/** Work on the locks of these paths that never has to wait. */
type OnLocks = (locks: LockTree, paths: ParsedPaths) => Generator<typeof ENDABLE | undefined, void, undefined>;

/** A message up to this many bytes has few labels. */
const FEW_BYTES = 16_384;

/** Reads the paths, then executes the work with the locks isolated from other calls. */
function withPaths(daemon: Daemon, params: Cursor, work: OnLocks): Steps | null {
  const { memory } = daemon.queue;
  if (params.bytes.length <= FEW_BYTES) {
    finish(work(locksOf(daemon), finish(pathsParam(params, memory))));
    return null;
  }
  return inPieces(daemon, pathsParam(params, memory), work);
}

function* inPieces(daemon: Daemon, reading: Pieces<ParsedPaths>, work: OnLocks): Steps {
  const paths = yield* endable(reading);
  const locks = yield* onceFree(() => locksOf(daemon));
  yield* locks.holdable.during(() => work(locks, paths));
}

/** The locks, with expired ones released. @throws Held */
function locksOf({ locks, queue }: Daemon): LockTree {
  locks.holdable.check();
  const { now } = queue;
  if (locks.advance(now, A_PIECE)) return locks;
  throw new Held(locks.holdable.during(() => locks.advanceInPieces(now)));
}

function* writeLocked(reply: ReplyWriter, paths: ParsedPaths, locked: readonly boolean[]): Pieces {
  const pace = new Pace();
  reply.array(locked.length);
  for (const [i, labels] of paths.labels.entries()) {
    if (locked[i] === true) {
      reply.array(labels.length);
      for (const label of labels) reply.stored(label);
    } else {
      reply.null();
    }
    if (pace.isOver(1 + labels.length)) yield;
  }
}

function deadlineIn({ queue }: Daemon, seconds: number): number {
  return queue.now + (seconds === 0 ? DEFAULT_TIMEOUT : Math.min(seconds, MAX_TIMEOUT));
}

function notHeld(paths: ParsedPaths, { index, owner }: LockRefusal): string {
  const path = printedPath(paths.labels[index]);
  return owner === null ? `${path} is not held` : `${path} is held by ${owner}`;
}
