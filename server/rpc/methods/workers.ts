// Methods for workers: heartbeats, and what a worker's children are working on.
import type { Moment, Timeline } from "../../domain/clock.ts";
import type { Handed } from "../../domain/handed.ts";
import { sizeOf } from "../../domain/memory.ts";
import { byBytes, orderedMap } from "../../domain/ordered-map.ts";
import { A_PIECE, type Pieces } from "../../domain/pieces.ts";
import { visibleData } from "../../domain/work-unit.ts";
import type { Worker } from "../../domain/worker-pool.ts";
import type { ReplyWriter } from "../../wire/reply-writer.ts";
import { writeWithEntry } from "../large-map.ts";
import { type Method, method, methodInPieces, pair, verdict } from "../method.ts";
import { floatParam, keptMapParam, stringParam } from "../params.ts";
import { reprOfBytes, strOfNumber } from "../python-text.ts";
import { endable, littleOrLooking } from "../steps.ts";
import { count, EMPTY_MAP, LARGE_VALUE, withEntry } from "../stored.ts";

const DEFAULT_LIFETIME = 300;
const MAX_LIFETIME = 86_400;
const CUT_LIFETIME = 3600;

export const workerMethods = {
  /** (worker, mode, seconds, data, parent) -> `[true, message on an odd number of seconds]`. */
  worker_heartbeat: method(["worker_id", "mode", "expire_seconds", "data", "parent"], ({ queue }, params, reply) => {
    const id = stringParam(params);
    const mode = stringParam(params);
    const secondsAt = params.at;
    const seconds = floatParam(params);
    const data = keptMapParam(params);
    const parent = stringParam(params);
    params.at = secondsAt;
    const { lifetime, message } = lifetimeOf(seconds, () => strOfNumber(params));
    queue.workers.heartbeat(id, { mode, data, parent, lifetime }, queue.now);
    verdict(reply, true, message);
  }),

  /** (worker) -> `[whether it was there, message]`. */
  worker_unregister: method(["worker_id"], ({ queue }, params, reply) => {
    const id = stringParam(params);
    const known = queue.workers.unregister(id);
    verdict(reply, known, known ? null : `no worker ${reprOfBytes(id)}`);
  }),

  /** () -> `[{worker: mode}, null]`, by worker. */
  list_worker_modes: methodInPieces([], ({ queue: { workers } }, _params, reply) =>
    littleOrLooking(workers.size <= A_PIECE, workers.holdable, function* () {
      let left = A_PIECE;
      reply.array(2);
      reply.map(workers.size);
      for (const worker of workers.all()) {
        reply.string(worker.id);
        reply.string(worker.mode);
        if (--left % A_PIECE === 0) yield;
      }
      reply.null();
    }),
  ),

  /** (worker) -> `[data of the last heartbeat and age_seconds, whole seconds since then; null]`; an unknown worker's is empty. */
  get_worker_info: methodInPieces(["worker_id"], ({ queue }, params, reply) => {
    const worker = queue.workers.find(stringParam(params));
    if (worker !== undefined && sizeOf(worker.data) > LARGE_VALUE) return endable(writeInfo(reply, worker, queue.now));
    pair(reply, () => {
      if (worker === undefined) reply.map(0);
      else
        reply.stored(withEntry(worker.data ?? EMPTY_MAP, "age_seconds", count(Math.floor(queue.now - worker.heardAt))));
    });
    return null;
  }),

  /** () -> `[{mode: how many workers}, null]`, by mode. */
  mode_counts: methodInPieces([], ({ queue: { workers } }, _params, reply) =>
    littleOrLooking(workers.size <= A_PIECE, workers.holdable, function* () {
      const counts = orderedMap<string, number>(byBytes);
      let left = A_PIECE;
      for (const { mode } of workers.all()) {
        counts.set(mode, (counts.get(mode) ?? 0) + 1);
        if (--left % A_PIECE === 0) yield;
      }
      reply.array(2);
      reply.map(counts.size);
      for (const [mode, count] of counts.entries()) {
        reply.string(mode);
        reply.int(count);
        if (--left % A_PIECE === 0) yield;
      }
      reply.null();
    }),
  ),

  /** () -> `{num_workers, num_children, num_expirable}`, in this order, no pair. */
  worker_stats: method([], ({ queue }, _params, reply) => {
    const { workers } = queue;
    reply.map(3);
    reply.text("num_workers");
    reply.int(workers.size);
    reply.text("num_children");
    reply.int(workers.childCount);
    reply.text("num_expirable");
    reply.int(workers.size);
  }),

  /**
   * (worker) -> `[{child: [{work_spec_name, work_unit_key, work_unit_data, worker_id, expires}, ...]}, null]`, by child: what
   * each got from its last get_work and did not end itself, as it is now.
   */
  get_child_work_units: methodInPieces(["worker_id"], ({ queue }, params, reply) => {
    const { workers } = queue;
    const id = stringParam(params);
    const work = function* (): Pieces {
      reply.array(2);
      reply.map(workers.countChildrenOf(id));
      for (const child of workers.childrenOf(id)) {
        reply.string(child.id);
        yield* writeHanded(reply, child.handed?.spec.name ?? "", queue.handedTo(child), queue.time);
        yield;
      }
      reply.null();
    };
    return queue.holdingAll(() => workers.holdable.during(() => endable(work())));
  }),
} satisfies Record<string, Method>;

/** The reply of get_worker_info for much data. */
function* writeInfo(reply: ReplyWriter, { data, heardAt }: Worker, now: Moment): Pieces {
  reply.array(2);
  yield* writeWithEntry(reply, data ?? EMPTY_MAP, "age_seconds", count(Math.floor(now - heardAt)));
  reply.null();
}

function* writeHanded(reply: ReplyWriter, spec: string, handed: readonly Handed[], time: Timeline): Pieces {
  reply.array(handed.length);
  for (const [i, { unit, workerId, expires }] of handed.entries()) {
    reply.map(5);
    reply.text("work_spec_name");
    reply.text(spec);
    reply.text("work_unit_key");
    reply.bytes(unit.key);
    reply.text("work_unit_data");
    reply.storedOrNull(visibleData(unit));
    reply.text("worker_id");
    reply.stringOrNull(workerId);
    reply.text("expires");
    reply.int(Math.floor(time.wallAt(expires)));
    if (i % A_PIECE === A_PIECE - 1) yield;
  }
}

/** How long a heartbeat is valid, as in the Python daemon, where null is less than 0. */
function lifetimeOf(seconds: number | undefined, printed: () => string): { lifetime: number; message: string | null } {
  if (seconds === undefined || seconds < 0) {
    return { lifetime: DEFAULT_LIFETIME, message: `negative expire time ${printed()} defaulted to 5 minutes` };
  }
  if (seconds > MAX_LIFETIME) {
    return { lifetime: CUT_LIFETIME, message: `huge expire time ${printed()} defaulted to one hour` };
  }
  return { lifetime: Number.isNaN(seconds) ? DEFAULT_LIFETIME : seconds, message: null };
}
