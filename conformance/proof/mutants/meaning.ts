// Mutants that reply with wrong values.

import { MAJOR, NULL } from "../../cbor/head.ts";
import type { Item } from "../../cbor/item.ts";
import { isTrue, stringOf } from "../../cbor/reading.ts";
import type { ExchangeStep } from "../../golden/format.ts";
import { callIn } from "../../protocol/call.ts";
import { type Mutant, replies } from "./mutant.ts";
import { changeField, headed, note, sliceOf, type Visit } from "./rewrite.ts";

const inResults = (name: string, wrong: string, visit: Visit): Mutant =>
  replies(name, wrong, (frame) => changeField(frame, "result", visit));

/** A mutant that changes results of these methods only, in steps with a single call. */
function inResultsOf(methods: readonly string[], name: string, wrong: string, visit: Visit): Mutant {
  return replies(name, wrong, (frame, step) =>
    methods.includes(methodOf(step) ?? "") ? changeField(frame, "result", visit) : undefined,
  );
}

function methodOf({ sends }: ExchangeStep): string | undefined {
  const [frame] = sends;
  if (sends.length !== 1 || frame === undefined) return undefined;
  try {
    return callIn(frame)?.method;
  } catch {
    return undefined;
  }
}

/** Changes a non-empty list that is the first element of a result pair. */
const listed =
  (change: (items: readonly Uint8Array[]) => readonly Uint8Array[]): Visit =>
  (item, bytes, { depth }) => {
    if (depth !== 1 || item.kind !== "array" || item.items.length === 0) return undefined;
    const items = change(item.items.map((each) => sliceOf(each, bytes)));
    return headed(MAJOR.array, items.length, items);
  };

const isTime = (item: Item, key: string | undefined) =>
  item.kind === "int" && (key === "expiration" || key === "expires");

const shiftTime =
  (seconds: number): Visit =>
  (item, _, { key }) =>
    item.kind === "int" && isTime(item, key) ? headed(MAJOR.unsigned, item.value + BigInt(seconds)) : undefined;

/** Removes the entry with this key from maps. */
const without =
  (name: string): Visit =>
  (item, bytes) => {
    if (item.kind !== "map" || !item.entries.some(({ key }) => stringOf(key) === name)) return undefined;
    const kept = item.entries.filter(({ key }) => stringOf(key) !== name);
    return headed(
      5,
      kept.length,
      kept.flatMap(({ key, value }) => [sliceOf(key, bytes), sliceOf(value, bytes)]),
    );
  };

const lists = ["get_work_units", "list_work_specs", "get_work", "get_work_unit_status"];

export const meaningMutants: readonly Mutant[] = [
  inResults("only-the-first-of-a-pair", "a pair's first element comes alone", (item, bytes, { depth }) => {
    const first = item.kind === "array" && item.items.length === 2 ? item.items[0] : undefined;
    return depth === 0 && first !== undefined ? sliceOf(first, bytes) : undefined;
  }),
  inResults("always-true", "no call fails", (item) =>
    item.kind === "simple" && item.value === 20 ? note("true") : undefined,
  ),
  inResults("always-false", "no call works", (item) => (isTrue(item) ? note("false") : undefined)),
  inResults("null-for-empty-list", "an empty list is null", (item) =>
    item.kind === "array" && item.items.length === 0 ? note("null") : undefined,
  ),
  inResults("null-for-empty-map", "an empty map is null", (item) =>
    item.kind === "map" && item.entries.length === 0 ? note("null") : undefined,
  ),
  inResultsOf(
    lists,
    "lists-reversed",
    "lists come in the opposite order",
    listed((items) => items.toReversed()),
  ),
  inResultsOf(
    lists,
    "last-listed-missing",
    "lists lack the last item",
    listed((items) => items.slice(0, -1)),
  ),
  inResultsOf(
    lists,
    "first-listed-missing",
    "lists lack the first item",
    listed((items) => items.slice(1)),
  ),
  inResultsOf(
    lists,
    "listed-twice",
    "lists have the last item twice",
    listed((items) => [...items, ...items.slice(-1)]),
  ),
  inResultsOf(["get_work"], "one-job-in-a-list", "a single job is a list of one", (item, bytes, { depth }) =>
    depth === 1 && item.kind === "tag" ? headed(MAJOR.array, 1, sliceOf(item, bytes)) : undefined,
  ),
  inResultsOf(["get_work"], "null-for-no-work", "no work is null, not a tuple of nulls", (item, bytes, { depth }) =>
    depth === 1 && item.kind === "tag" && bytes[item.content.at + 1] === NULL ? note("null") : undefined,
  ),
  inResultsOf(["get_work"], "job-without-data", "jobs come without their data", (item, _, { depth }) =>
    depth > 2 && item.kind === "map" && item.entries.length > 0 ? note("{}") : undefined,
  ),
  inResults("expiration-a-minute-late", "leases end a minute later", shiftTime(60)),
  inResults("expiration-of-15-minutes", "leases last 900 s instead of 300 s", shiftTime(600)),
  inResults("expiration-as-float", "leases end at a fraction of a second", (item, _, { key }) =>
    item.kind === "int" && isTime(item, key) ? note(`${item.value}.25_3`) : undefined,
  ),
  inResults("expiration-in-milliseconds", "leases end in milliseconds", (item, _, { key }) =>
    item.kind === "int" && isTime(item, key) ? headed(MAJOR.unsigned, item.value * 1000n) : undefined,
  ),
  inResults("no-expiration", "the status of a pending unit lacks its expiration", without("expiration")),
  inResults("no-worker-id", "the status of a unit lacks its worker", without("worker_id")),
  inResults("no-traceback", "the status of a failed unit lacks its traceback", without("traceback")),
  inResultsOf(["get_work_unit_status"], "extra-key-in-status", "the status of a unit has a key more", (item, bytes) =>
    item.kind === "map"
      ? headed(
          MAJOR.map,
          item.entries.length + 1,
          bytes.subarray(item.at + item.head, item.end),
          note(`"more"`),
          note("1"),
        )
      : undefined,
  ),
  inResultsOf(
    ["get_work_unit_status"],
    "pending-as-available",
    "pending units read as available",
    (item, _, { key }) => (key === "status" && item.kind === "int" && item.value === 3n ? note("1") : undefined),
  ),
  inResultsOf(["get_work_unit_status"], "failed-as-finished", "failed units read as finished", (item, _, { key }) =>
    key === "status" && item.kind === "int" && item.value === 5n ? note("4") : undefined,
  ),
  inResultsOf(
    ["get_work_unit_status"],
    "missing-unit-left-out",
    "missing units are left out of the statuses",
    listed((items) => items.filter(([first]) => first !== NULL)),
  ),
  inResultsOf(["count_work_units"], "counts-one-too-high", "counts are one too high", (item, _, { isKey, depth }) =>
    item.kind === "int" && !isKey && depth === 2 ? headed(MAJOR.unsigned, item.value + 1n) : undefined,
  ),
  inResultsOf(["count_work_units"], "counts-of-zero", "statuses without units are counted as 0", (item, bytes) =>
    item.kind === "map" && !item.entries.some(({ key }) => key.kind === "int" && key.value === 5n)
      ? headed(MAJOR.map, item.entries.length + 1, bytes.subarray(item.at + item.head, item.end), note("5"), note("0"))
      : undefined,
  ),
  inResultsOf(["count_work_units"], "counts-by-name", "counts stand under names of statuses", (item, _, { isKey }) =>
    isKey && item.kind === "int"
      ? note(`"${["", "AVAILABLE", "", "PENDING", "FINISHED", "FAILED"][Number(item.value)] ?? ""}"`)
      : undefined,
  ),
  inResultsOf(
    ["get_work_spec_meta"],
    "meta-interval-as-integer",
    "the interval of a work spec is an integer",
    (item, _, { key }) =>
      key === "interval" && item.kind === "float" ? headed(MAJOR.unsigned, Math.trunc(item.value)) : undefined,
  ),
  inResultsOf(
    ["get_work_spec_meta"],
    "meta-weight-default-1",
    "a work spec weighs 1 unless given",
    (item, _, { key }) => (key === "weight" && item.kind === "int" && item.value === 20n ? note("1") : undefined),
  ),
  inResultsOf(["get_work_spec"], "code-names-as-text", "module and run_function are text", (item, _, { key }) =>
    (key === "module" || key === "run_function") && item.kind === "bytes"
      ? headed(MAJOR.text, item.value.length, item.value)
      : undefined,
  ),
  inResultsOf(
    ["list_worker_modes", "mode_counts"],
    "bare-map-of-workers",
    "maps of workers come without a pair",
    (item, bytes, { depth }) =>
      depth === 0 && item.kind === "array" && item.items[0] !== undefined ? sliceOf(item.items[0], bytes) : undefined,
  ),
  inResultsOf(["clear"], "clear-counts-nothing", "clear answers 0", (item) =>
    item.kind === "int" && item.value > 0n ? note("0") : undefined,
  ),
  inResultsOf(["now"], "now-as-float", "the time is a float", (item) =>
    item.kind === "int" ? note(`${item.value}.5_3`) : undefined,
  ),
  inResultsOf(["now"], "clock-an-hour-off", "the clock is an hour late", (item) =>
    item.kind === "int" ? headed(MAJOR.unsigned, item.value - 3600n) : undefined,
  ),
  inResultsOf(["readlock"], "owner-as-bytes", "owners of locks are byte strings", (item) =>
    item.kind === "text" ? headed(MAJOR.bytes, item.value.length, item.value) : undefined,
  ),
];
