// Methods for the work units of one work spec, except handing out and updating them.
import type { Timeline } from "../../domain/clock.ts";
import type { JobQueue } from "../../domain/job-queue.ts";
import { bytesOfOne } from "../../domain/new-units.ts";
import { byBytes, orderedMap } from "../../domain/ordered-map.ts";
import { A_PIECE, Pace, type Pieces } from "../../domain/pieces.ts";
import { BLOCKED, STATUS } from "../../domain/unit-update.ts";
import type { WorkSpec } from "../../domain/work-spec.ts";
import { type NewUnit, stateOf, type UnitState, visibleData, type WorkUnit } from "../../domain/work-unit.ts";
import type { Cursor } from "../../wire/cursor.ts";
import type { ReplyWriter } from "../../wire/reply-writer.ts";
import { type Method, method, methodInPieces, noSuchSpec, nothingOf, verdict } from "../method.ts";
import { decodeOptions, optionTable } from "../options.ts";
import { enterListParam, optionsParam, stringParam, stringsParam } from "../params.ts";
import { readBool, readFloat, readInt, readStatus, readStatuses, readString, readStrings } from "../readers.ts";
import { RpcError } from "../rpc-error.ts";
import { ENDABLE, littleOrHolding, littleOrLooking, onceFree, type Steps } from "../steps.ts";
import { NULL, valueAt } from "../stored.ts";
import { notAList, readUnitItem } from "../unit-items.ts";

const GET_OPTIONS = optionTable({
  work_unit_keys: readStrings,
  state: readStatuses,
  start: readString,
  limit: readInt,
});
const DEFAULT_LIMIT = 1000;
const PRIORITIZE_OPTIONS = optionTable({ work_unit_keys: readStrings, priority: readFloat, adjustment: readFloat });
const DELETE_OPTIONS = optionTable({ all: readBool, work_unit_keys: readStrings, state: readStatus("WorkUnitStatus") });

/** Up to this many items are read and added at once; otherwise this many are read in one piece. */
const FEW_ITEMS = 1000;
const ITEMS_A_PIECE = 500;
/** Bytes of a reply that take about as long to write as looking up a unit. */
const BYTES_A_STEP = 4096;

const STATES: readonly UnitState[] = ["available", "pending", "finished", "failed"];

export const unitMethods = {
  /** (name, items) -> `[true, null]`. One bad item, and none is added. */
  add_work_units: methodInPieces(["work_spec_name", "work_unit_key_vals"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const { length, ofNumbers } = enterListParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) {
      verdict(reply, false, noSuchSpec(name));
      return null;
    }
    if (ofNumbers && length > 0) throw notAList();
    if (length > FEW_ITEMS) return addMany(queue, name, { params, length }, reply);
    const items: NewUnit[] = [];
    const problems: string[] = [];
    for (let i = 0; i < length; i++) items.push(readUnitItem(params, problems));
    queue.addUnits(spec, items);
    verdict(reply, true);
    return null;
  }),

  /** (name, {work_unit_keys} or {state, start, limit}) -> `[[(key, data), ...], null]` in the order of the keys. */
  get_work_units: methodInPieces(["work_spec_name", "options"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const at = optionsParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) {
      nothingOf(reply, name);
      return null;
    }
    const {
      work_unit_keys: keys = [],
      state = [],
      start,
      limit = DEFAULT_LIMIT,
    } = decodeOptions(params, at, GET_OPTIONS);
    // If keys are given, the states are ignored, even invalid ones.
    const states =
      state.length === 0 || keys.length > 0 ? STATES : [...new Set(state)].flatMap((status) => statesOf(status));
    const most = limit > 0 ? limit : Number.POSITIVE_INFINITY;
    const found = () => (keys.length > 0 ? unitsOf(spec, keys) : listed(spec, states, start, most));
    return littleOrLooking(keys.length > 0 && keys.length <= A_PIECE, spec.holdable, () => writeUnits(reply, found()));
  }),

  /** (name, keys) -> `[[status or null, ...], null]`, one for each key. */
  get_work_unit_status: methodInPieces(["work_spec_name", "work_unit_keys"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const keys = stringsParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) {
      nothingOf(reply, name);
      return null;
    }
    return littleOrLooking(keys.length <= A_PIECE, spec.holdable, function* () {
      reply.array(2);
      reply.array(keys.length);
      for (const [i, key] of keys.entries()) {
        const unit = spec.units.find(key);
        if (unit === undefined) reply.null();
        else yield* writeStatus(reply, unit, queue.time);
        if (i % A_PIECE === A_PIECE - 1) yield;
      }
      reply.null();
    });
  }),

  /** (name, {work_unit_keys, priority or adjustment}) -> `[done, message]`. Missing units are ignored. */
  prioritize_work_units: methodInPieces(["work_spec_name", "options"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const at = optionsParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) {
      verdict(reply, false, noSuchSpec(name));
      return null;
    }
    const { work_unit_keys: keys, priority, adjustment } = decodeOptions(params, at, PRIORITIZE_OPTIONS);
    if (keys === undefined) {
      verdict(reply, false, "missing work_unit_keys");
      return null;
    }
    const isGiven = (value: number | undefined): value is number => value !== undefined && !Number.isNaN(value);
    return littleOrHolding(keys.length <= A_PIECE, spec.holdable, function* () {
      // A unit named twice is adjusted once.
      for (const key of yield* inOrder(keys)) {
        if (key === undefined) {
          yield;
          continue;
        }
        const unit = spec.units.find(key);
        if (unit === undefined) continue;
        if (isGiven(priority)) spec.units.setPriority(unit, priority);
        else if (isGiven(adjustment)) spec.units.setPriority(unit, unit.priority + adjustment);
      }
      verdict(reply, true);
    });
  }),

  /** (name) -> `[{status: count}, null]`: the statuses that occur, in ascending order. */
  count_work_units: method(["work_spec_name"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) return nothingOf(reply, name);
    reply.array(2);
    const occurring = STATES.filter((state) => spec.units.count(state) > 0);
    reply.map(occurring.length);
    for (const state of occurring) {
      reply.int(STATUS[state]);
      reply.int(spec.units.count(state));
    }
    reply.null();
  }),

  /** (name, {all} or {work_unit_keys, state}) -> `[how many, message]`. */
  del_work_units: methodInPieces(["work_spec_name", "options"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const at = optionsParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) {
      reply.array(2);
      reply.int(0);
      reply.string(noSuchSpec(name));
      return null;
    }
    const { all = false, work_unit_keys: keys, state = 0 } = decodeOptions(params, at, DELETE_OPTIONS);
    const states = all || state === 0 ? STATES : statesOf(state);
    return littleOrHolding(!all && keys !== undefined && keys.length <= A_PIECE, spec.holdable, function* () {
      let deleted = 0;
      let message: string | null = null;
      if (!all && keys !== undefined) deleted = yield* deleteKeys(spec, keys, states);
      else if (all) deleted = spec.units.clear();
      else if (state !== 0) for (const each of states) deleted += yield* spec.units.deleteState(each);
      else message = "no usable options to del_work_units";
      reply.array(2);
      reply.int(deleted);
      reply.textOrNull(message);
    });
  }),
} satisfies Record<string, Method>;

/** Reads all items in pieces, then adds them; the spec may have been replaced meanwhile. */
function* addMany(
  queue: JobQueue,
  name: string,
  { params, length }: { params: Cursor; length: number },
  reply: ReplyWriter,
): Steps {
  const items: NewUnit[] = [];
  const problems: string[] = [];
  /** Bytes of the items so far, and how many of them are accounted for. */
  let bytes = 0;
  let counted = 0;
  try {
    for (let i = 0; i < length; i++) {
      const item = readUnitItem(params, problems);
      items.push(item);
      bytes += bytesOfOne(item);
      if (i % ITEMS_A_PIECE !== 0) continue;
      queue.memory.expectStored(bytes);
      queue.memory.pass(bytes - counted);
      counted = bytes;
      yield ENDABLE;
    }
    const spec = yield* onceFree(() => queue.spec(name));
    if (spec === undefined) {
      verdict(reply, false, noSuchSpec(name));
      return;
    }
    queue.memory.expectStored(bytes);
    yield* queue.addInPieces(spec, items);
    verdict(reply, true);
  } finally {
    queue.memory.pass(-counted);
  }
}

/** The units of these keys, in order, without duplicates. Yields undefined now and then. */
function* unitsOf({ units }: WorkSpec, keys: readonly string[]): Pieces<WorkUnit[]> {
  const found: WorkUnit[] = [];
  for (const key of yield* inOrder(keys)) {
    const unit = key === undefined ? undefined : units.find(key);
    if (unit !== undefined) found.push(unit);
    if (key === undefined) yield;
  }
  return found;
}

function* listed(
  { units }: WorkSpec,
  states: readonly UnitState[],
  start: string | undefined,
  most: number,
): Pieces<WorkUnit[]> {
  const found: WorkUnit[] = [];
  for (const unit of units.listInPieces(states, start)) {
    if (unit === undefined) {
      yield;
      continue;
    }
    if (found.length === most) break;
    found.push(unit);
    if (found.length % A_PIECE === 0) yield;
  }
  return found;
}

function* writeUnits(reply: ReplyWriter, found: Pieces<WorkUnit[]>): Pieces {
  const units = yield* found;
  const pace = new Pace();
  reply.array(2);
  reply.array(units.length);
  for (const unit of units) {
    const data = visibleData(unit);
    reply.tuple(2);
    reply.bytes(unit.key);
    reply.storedOrNull(data);
    if (pace.isOver(1 + (unit.key.length + (data?.length ?? 0)) / BYTES_A_STEP)) yield;
  }
  reply.null();
}

function* deleteKeys({ units }: WorkSpec, keys: readonly string[], states: readonly UnitState[]): Pieces<number> {
  let deleted = 0;
  for (const [i, key] of keys.entries()) {
    const unit = units.find(key);
    if (unit !== undefined && states.includes(stateOf(unit))) {
      units.delete(unit);
      deleted++;
    }
    if (i % A_PIECE === A_PIECE - 1) yield;
  }
  return deleted;
}

/** These strings in byte order, without duplicates; yields undefined now and then if they are many. */
function* inOrder(keys: readonly string[]): Pieces<Iterable<string | undefined>> {
  if (keys.length <= A_PIECE) return [...new Set(keys)].sort();
  const ordered = orderedMap<string, undefined>(byBytes);
  for (const [i, key] of keys.entries()) {
    ordered.set(key, undefined);
    if (i % A_PIECE === 0) yield;
  }
  return withPauses(ordered.keys());
}

function* withPauses(keys: Iterable<string>): Generator<string | undefined> {
  let left = A_PIECE;
  for (const key of keys) {
    yield key;
    if (--left > 0) continue;
    left = A_PIECE;
    yield undefined;
  }
}

/**
 * Writes a map with, in this order, `status`; `expiration` of a lease; `worker_id` of an attempt; `traceback` of a
 * failure.
 */
function* writeStatus(reply: ReplyWriter, unit: WorkUnit, time: Timeline): Pieces {
  const { attempt } = unit;
  const state = stateOf(unit);
  const traceback =
    attempt !== null && state === "failed" ? yield* valueAt(attempt.data ?? NULL, "traceback") : undefined;
  const hasTraceback = traceback !== undefined && traceback !== NULL;
  const lease = attempt?.lease ?? null;
  reply.map(1 + (attempt === null ? 0 : 1) + (lease === null ? 0 : 1) + (hasTraceback ? 1 : 0));
  reply.text("status");
  reply.int(STATUS[state]);
  if (attempt === null) return;
  if (lease !== null) {
    reply.text("expiration");
    reply.int(Math.floor(time.wallAt(lease.expires)));
  }
  reply.text("worker_id");
  reply.string(attempt.workerId);
  if (hasTraceback) {
    reply.text("traceback");
    reply.stored(traceback);
  }
}

/** The states that a status number selects; 0 and BLOCKED select none. */
function statesOf(status: number): UnitState[] {
  if (status === 0 || status === BLOCKED) return [];
  const state = STATES.find((each) => STATUS[each] === status);
  if (state === undefined) throw new RpcError("refused", "invalid work unit status");
  return [state];
}
