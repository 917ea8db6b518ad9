// Mutants with former defects of the reference that the newest real client and its documentation revealed.

import { isUtf8 } from "node:buffer";
import { frameOf, openFrame } from "../../cbor/frame.ts";
import { MAJOR } from "../../cbor/head.ts";
import type { Item } from "../../cbor/item.ts";
import { elementsOf, fieldOf, isNull, isTrue, stringOf } from "../../cbor/reading.ts";
import type { ExchangeStep } from "../../golden/format.ts";
import { type Call, callIn, optionOf } from "../../protocol/call.ts";
import { type Mutant, replies, requests } from "./mutant.ts";
import { changeField, headed, note, type Place, sliceOf, type Visit } from "./rewrite.ts";

/** A mutant that changes the result of the calls for which `wants` is true. */
function answersTo(name: string, wrong: string, wants: (call: Call) => boolean, visit: Visit): Mutant {
  return replies(name, wrong, (frame, step) => {
    const call = callOf(step);
    return call !== undefined && wants(call) ? changeField(frame, "result", visit) : undefined;
  });
}

/** A mutant that changes the parameters of the calls of one method. */
function asked(name: string, wrong: string, method: string, visit: Visit): Mutant {
  return requests(name, wrong, (frame) =>
    methodOf(frame) === method ? changeField(frame, "params", visit) : undefined,
  );
}

function callOf({ sends }: ExchangeStep): Call | undefined {
  const [frame] = sends;
  return frame === undefined || sends.length !== 1 ? undefined : callOrNone(frame);
}

function callOrNone(frame: Uint8Array): Call | undefined {
  try {
    return callIn(frame);
  } catch {
    return undefined;
  }
}

function idOf(frame: Uint8Array): string | undefined {
  const id = fieldOf(openFrame(frame).message, "id");
  return id?.kind === "int" ? String(id.value) : undefined;
}

const methodOf = (frame: Uint8Array) => callOrNone(frame)?.method;

const isInt = (item: Item | undefined) => item?.kind === "int";

const statusIn = (call: Call) => {
  const status = optionOf(call.params.at(-1), "status");
  return isInt(status) && status?.kind === "int" ? Number(status.value) : undefined;
};

/** Removes the fourth element (the priority) of a list of four if it is an integer. */
const wholePriorityDropped: Visit = (item, bytes) => {
  if (item.kind !== "array" || item.items.length !== 4 || !isInt(item.items[3])) return undefined;
  return headed(
    4,
    3,
    item.items.slice(0, 3).map((each) => sliceOf(each, bytes)),
  );
};

/** Truncates finite floats under these keys to integers. */
const truncated =
  (...names: string[]): Visit =>
  (item, _, { key }) =>
    item.kind === "float" && names.includes(key ?? "") && !Number.isInteger(item.value) && Number.isFinite(item.value)
      ? note(String(Math.trunc(item.value) + 0))
      : undefined;

/** Adds the default lease time of 300 s to the options of an update that has `data` but no `lease_time` and no `status`. */
const usualLease: Visit = (item, bytes) => {
  if (item.kind !== "map") return undefined;
  const names = item.entries.map(({ key }) => stringOf(key));
  if (!names.includes("data") || names.includes("lease_time") || names.includes("status")) return undefined;
  const entries = bytes.subarray(item.at + item.head, item.end);
  return headed(MAJOR.map, item.entries.length + 1, entries, note("'lease_time'"), note("300"));
};

const withoutAge: Visit = (item, bytes) => {
  if (item.kind !== "map" || !item.entries.some(({ key }) => stringOf(key) === "age_seconds")) return undefined;
  const kept = item.entries.filter(({ key }) => stringOf(key) !== "age_seconds");
  return headed(
    5,
    kept.length,
    kept.flatMap(({ key, value }) => [sliceOf(key, bytes), sliceOf(value, bytes)]),
  );
};

/** Keeps only units that have a worker and whose lease has not expired, in lists of units. */
const onlyLiveWork: Visit = (item, bytes) => {
  if (item.kind !== "array" || item.items.length === 0 || !item.items.every(isUnit)) return undefined;
  const kept = item.items.filter((unit) => fieldOf(unit, "worker_id")?.kind !== "simple" && !isOver(unit));
  return kept.length === item.items.length
    ? undefined
    : headed(
        4,
        kept.length,
        kept.map((unit) => sliceOf(unit, bytes)),
      );
};

const isUnit = (item: Item) => fieldOf(item, "work_unit_key") !== undefined;

function isOver(unit: Item): boolean {
  const expires = fieldOf(unit, "expires");
  return expires?.kind === "int" && Number(expires.value) <= Date.now() / 1000;
}

/** Sends byte strings that are not valid UTF-8 as text strings. */
const asText =
  (isHere: (place: Place) => boolean): Visit =>
  (item, _, place) =>
    item.kind === "bytes" && isHere(place) && !isUtf8(Buffer.from(item.value))
      ? headed(MAJOR.text, item.value.length, item.value)
      : undefined;

const hasNoKeys = (call: Call) => {
  const keys = optionOf(call.params[1], "work_unit_keys");
  return call.method === "prioritize_work_units" && keys?.kind === "array" && elementsOf(keys).length === 0;
};

export const newestClientMutants: readonly Mutant[] = [
  answersTo(
    "children-without-lost-work",
    "units whose lease is over are no child's work",
    ({ method }) => method === "get_child_work_units",
    onlyLiveWork,
  ),
  answersTo(
    "children-keep-what-was-retried",
    "a unit that was given back is still its child's",
    ({ method }) => method === "get_child_work_units",
    (item, _, { key }) => (key === "worker_id" && isNull(item) ? note('"c"') : undefined),
  ),
  answersTo(
    "keys-of-maps-as-text",
    "keys of maps that are no UTF-8 are text",
    ({ method }) => method !== "list_worker_modes" && method !== "get_child_work_units",
    asText(({ isKey }) => isKey),
  ),
  answersTo(
    "ids-as-text",
    "ids and modes of workers that are no UTF-8 are text",
    ({ method }) => /worker|mode/.test(method),
    asText(({ isKey, depth, key }) => isKey || depth === 2 || key === "worker_id"),
  ),
  answersTo(
    "messages-as-text",
    "messages that are no UTF-8 are text",
    () => true,
    asText(({ depth, isKey }) => depth === 1 && !isKey),
  ),
  replies("unreadable-values-kept", "values that the client cannot read are not refused", (frame, step) => {
    const call = callOf(step);
    if (call === undefined) return undefined;
    const error = fieldOf(openFrame(frame).message, "error");
    const said = stringOf(fieldOf(error, "message")) ?? "";
    const id = openFrame(frame).message === undefined ? undefined : idOf(frame);
    return id !== undefined && / (is|has a key that is) (a tag|a list|a map|text that|the simple)/.test(said)
      ? frameOf(note(`{'id': ${id}, 'result': [true, null]}`))
      : undefined;
  }),
  asked(
    "whole-priority-ignored",
    "a whole number as a unit's priority is ignored",
    "add_work_units",
    wholePriorityDropped,
  ),
  asked(
    "whole-priority-in-output-ignored",
    "a whole number as a priority in an output is ignored",
    "update_work_unit",
    wholePriorityDropped,
  ),
  asked("blocked-is-no-filter", "state 2 filters nothing in get_work_units", "get_work_units", (item, _, { key }) =>
    key === "state" && item.kind === "int" && item.value === 2n ? note("[]") : undefined,
  ),
  asked("blocked-units-deleted", "state 2 deletes what is available", "del_work_units", (item, _, { key }) =>
    key === "state" && item.kind === "int" && item.value === 2n ? note("1") : undefined,
  ),
  answersTo("no-age", "get_worker_info has no age_seconds", ({ method }) => method === "get_worker_info", withoutAge),
  answersTo(
    "age-of-the-worker",
    "get_worker_info has age_seconds as a float",
    ({ method }) => method === "get_worker_info",
    (item, _, { key }) => (key === "age_seconds" && item.kind === "int" ? note(`${item.value}.25_3`) : undefined),
  ),
  asked(
    "weights-cut",
    "weight, nice and priority of a work spec are cut to whole numbers",
    "set_work_spec",
    truncated("weight", "nice", "priority"),
  ),
  asked("interval-cut", "the interval of a work spec is cut to whole seconds", "set_work_spec", truncated("interval")),
  asked(
    "control-cut",
    "control_work_spec cuts weight and interval to whole numbers",
    "control_work_spec",
    truncated("weight", "interval"),
  ),
  answersTo(
    "meta-interval-as-float",
    "a whole interval of a work spec is a float",
    ({ method }) => method === "get_work_spec_meta",
    (item, _, { key }) => (key === "interval" && item.kind === "int" ? note(`${item.value}.0_3`) : undefined),
  ),
  answersTo(
    "available-cannot-be-retried",
    "setting a unit available is false",
    (call) => call.method === "update_work_unit" && statusIn(call) === 1,
    (item) => (isTrue(item) ? note("false") : undefined),
  ),
  asked("progress-shortens-leases", "an update with data alone leases for 300 s", "update_work_unit", usualLease),
  answersTo("no-keys-is-an-error", "prioritize_work_units with an empty list of keys is false", hasNoKeys, (item) =>
    isTrue(item) ? note("false") : undefined,
  ),
];
