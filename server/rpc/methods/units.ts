// The methods on the work units of one work spec, but for handing them out and updating them.
import { STATUS } from "../../domain/unit-update.ts";
import { type NewUnit, stateOf, type UnitState, visibleData, type WorkUnit } from "../../domain/work-unit.ts";
import type { ReplyWriter } from "../../wire/reply-writer.ts";
import { type Method, method, noSuchSpec, nothingOf, verdict } from "../method.ts";
import { decodeOptions, optionTable } from "../options.ts";
import { enterListParam, optionsParam, stringParam, stringsParam } from "../params.ts";
import { readBool, readFloat, readInt, readStatus, readStatuses, readString, readStrings } from "../readers.ts";
import { RpcError } from "../rpc-error.ts";
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

const STATES: readonly UnitState[] = ["available", "pending", "finished", "failed"];

export const unitMethods = {
  /** (name, items) -> `[true, null]`. One bad item, and none is added. */
  add_work_units: method(["work_spec_name", "work_unit_key_vals"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const { length, ofNumbers } = enterListParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) return verdict(reply, false, noSuchSpec(name));
    if (ofNumbers && length > 0) throw notAList();
    const items: NewUnit[] = [];
    const problems: string[] = [];
    for (let i = 0; i < length; i++) items.push(readUnitItem(params, problems));
    queue.addUnits(spec, items);
    return verdict(reply, true);
  }),

  /** (name, {work_unit_keys} or {state, start, limit}) -> `[[(key, data), ...], null]` in the order of the keys. */
  get_work_units: method(["work_spec_name", "options"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const at = optionsParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) return nothingOf(reply, name);
    reply.array(2);
    const {
      work_unit_keys: keys = [],
      state = [],
      start,
      limit = DEFAULT_LIMIT,
    } = decodeOptions(params, at, GET_OPTIONS);
    const units: WorkUnit[] = [];
    if (keys.length > 0) {
      for (const key of [...new Set(keys)].sort()) {
        const unit = spec.units.find(key);
        if (unit !== undefined) units.push(unit);
      }
    } else {
      const states = state.length === 0 ? STATES : state.flatMap((status) => statesOf(status));
      for (const unit of spec.units.list(states, start)) {
        if (limit > 0 && units.length === limit) break;
        units.push(unit);
      }
    }
    reply.array(units.length);
    for (const unit of units) {
      reply.tuple(2);
      reply.bytes(unit.key);
      reply.storedOrNull(visibleData(unit));
    }
    reply.null();
  }),

  /** (name, keys) -> `[[status or null, ...], null]`, one for each key. */
  get_work_unit_status: method(["work_spec_name", "work_unit_keys"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const keys = stringsParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) return nothingOf(reply, name);
    reply.array(2);
    reply.array(keys.length);
    for (const key of keys) {
      const unit = spec.units.find(key);
      if (unit === undefined) reply.null();
      else writeStatus(reply, unit);
    }
    reply.null();
  }),

  /** (name, {work_unit_keys, priority or adjustment}) -> `[done, message]`. Missing units are ignored. */
  prioritize_work_units: method(["work_spec_name", "options"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const at = optionsParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) return verdict(reply, false, noSuchSpec(name));
    const { work_unit_keys: keys = [], priority, adjustment } = decodeOptions(params, at, PRIORITIZE_OPTIONS);
    if (keys.length === 0) return verdict(reply, false, "missing work_unit_keys");
    const isGiven = (value: number | undefined): value is number => value !== undefined && !Number.isNaN(value);
    // As a set: a unit that is named twice is adjusted once.
    for (const key of new Set(keys)) {
      const unit = spec.units.find(key);
      if (unit === undefined) continue;
      if (isGiven(priority)) spec.units.setPriority(unit, priority);
      else if (isGiven(adjustment)) spec.units.setPriority(unit, unit.priority + adjustment);
    }
    return verdict(reply, true);
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
  del_work_units: method(["work_spec_name", "options"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const at = optionsParam(params);
    const spec = queue.spec(name);
    reply.array(2);
    if (spec === undefined) {
      reply.int(0);
      reply.text(noSuchSpec(name));
      return;
    }
    const { all = false, work_unit_keys: keys, state = 0 } = decodeOptions(params, at, DELETE_OPTIONS);
    const states = all || state === 0 ? STATES : statesOf(state);
    let deleted = 0;
    let message: string | null = null;
    if (!all && keys !== undefined) {
      for (const key of keys) {
        const unit = spec.units.find(key);
        if (unit === undefined || !states.includes(stateOf(unit))) continue;
        spec.units.delete(unit);
        deleted++;
      }
    } else if (all || state !== 0) {
      for (const each of states) deleted += spec.units.deleteState(each);
    } else {
      message = "no usable options to del_work_units";
    }
    reply.int(deleted);
    reply.textOrNull(message);
  }),
} satisfies Record<string, Method>;

/** A map with, in this order, `status`; `expiration` of a lease; `worker_id` of an attempt; `traceback` of a failure. */
function writeStatus(reply: ReplyWriter, unit: WorkUnit): void {
  const { attempt } = unit;
  const state = stateOf(unit);
  const traceback = attempt !== null && state === "failed" ? valueAt(attempt.data ?? NULL, "traceback") : undefined;
  const hasTraceback = traceback !== undefined && traceback !== NULL;
  const lease = attempt?.lease ?? null;
  reply.map(1 + (attempt === null ? 0 : 1) + (lease === null ? 0 : 1) + (hasTraceback ? 1 : 0));
  reply.text("status");
  reply.int(STATUS[state]);
  if (attempt === null) return;
  if (lease !== null) {
    reply.text("expiration");
    reply.int(Math.floor(lease.expires));
  }
  reply.text("worker_id");
  reply.text(attempt.workerId);
  if (hasTraceback) {
    reply.text("traceback");
    reply.stored(traceback);
  }
}

/** The state that a status number filters on; 0 filters on none. */
function statesOf(status: number): UnitState[] {
  if (status === 0) return [];
  const state = STATES.find((each) => STATUS[each] === status);
  if (state === undefined) throw new RpcError("refused", "invalid work unit status");
  return [state];
}
