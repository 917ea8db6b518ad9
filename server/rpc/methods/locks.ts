// The methods on hierarchical locks, which only the Go daemon has.
import type { LockRefusal } from "../../domain/lock-tree.ts";
import { labelIdentity, type ParsedPath, pathsParam, printedPath } from "../lock-paths.ts";
import { type Daemon, type Method, method, pair, verdict } from "../method.ts";
import { intParam, stringParam } from "../params.ts";

const DEFAULT_TIMEOUT = 60;
const MAX_TIMEOUT = 1_000_000;

export const lockMethods = {
  /** (locker, seconds, paths) -> `[locked, message]`: all paths or none. */
  lock: method(["locker_id", "timeout", "keys"], (daemon, params, reply) => {
    const locker = stringParam(params);
    const deadline = deadlineIn(daemon, intParam(params));
    const paths = pathsParam(params);
    const refusal = locks(daemon).lock(locker, deadline, identities(paths));
    verdict(reply, refusal === null, refusal && `${printedPath(paths[refusal.index])} is not lockable`);
  }),

  /** (locker, seconds, paths) -> `[[path or null, ...], null]`: those that could be locked; null for no paths. */
  locksome: method(["locker_id", "timeout", "keys"], (daemon, params, reply) => {
    const locker = stringParam(params);
    const deadline = deadlineIn(daemon, intParam(params));
    const paths = pathsParam(params);
    const locked = locks(daemon).lockSome(locker, deadline, identities(paths));
    pair(reply, () => {
      if (paths.length === 0) {
        reply.null();
        return;
      }
      reply.array(paths.length);
      for (const [i, { labels }] of paths.entries()) {
        if (locked[i] === true) {
          reply.array(labels.length);
          for (const label of labels) reply.stored(label);
        } else {
          reply.null();
        }
      }
    });
  }),

  /** (locker, seconds, paths) -> `[renewed, message]`: all paths or none. */
  renew: method(["locker_id", "timeout", "keys"], (daemon, params, reply) => {
    const locker = stringParam(params);
    const deadline = deadlineIn(daemon, intParam(params));
    const paths = pathsParam(params);
    const refusal = locks(daemon).renew(locker, deadline, identities(paths));
    verdict(
      reply,
      refusal === null,
      refusal && `${printedPath(paths[refusal.index])} is held by ${refusal.owner ?? "None"}`,
    );
  }),

  /** (paths) -> `[owner or null, ...]`, no pair. */
  readlock: method(["keys"], (daemon, params, reply) => {
    const paths = pathsParam(params);
    const tree = locks(daemon);
    reply.array(paths.length);
    for (const { identity } of paths) reply.textOrNull(tree.ownerOf(identity));
  }),

  /** (locker, paths) -> `[unlocked, message]`: all paths or none. */
  unlock: method(["locker_id", "keys"], (daemon, params, reply) => {
    const locker = stringParam(params);
    const paths = pathsParam(params);
    const refusal = locks(daemon).unlock(locker, identities(paths));
    verdict(reply, refusal === null, refusal && notHeld(paths, refusal));
  }),

  /** (label) -> 0: drops all locks below one label of the root, whoever holds them. */
  delete_namespace: method(["namespace"], (daemon, params, reply) => {
    daemon.locks.deleteNamespace(labelIdentity(params.readStored()));
    reply.int(0);
  }),
} satisfies Record<string, Method>;

/** The locks, brought up to now. */
function locks(daemon: Daemon): Daemon["locks"] {
  daemon.locks.advance(daemon.queue.now);
  return daemon.locks;
}

function deadlineIn({ queue }: Daemon, seconds: number): number {
  return queue.now + (seconds === 0 ? DEFAULT_TIMEOUT : Math.min(seconds, MAX_TIMEOUT));
}

function identities(paths: readonly ParsedPath[]): (readonly string[])[] {
  return paths.map(({ identity }) => identity);
}

function notHeld(paths: readonly ParsedPath[], { index, owner }: LockRefusal): string {
  const path = printedPath(paths[index]);
  return owner === null ? `${path} is not held` : `${path} is held by ${owner}`;
}
