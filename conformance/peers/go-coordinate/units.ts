// Rules for the Go daemon's divergences in work units and leases (K1, K3, K6, K11, K13 to K16, K19, K20, K23, K26, K27, K29,
// K30, K35 to K37).
import type { Item } from "../../cbor/item.ts";
import { elementsOf, isNull, isTrue, stringOf } from "../../cbor/reading.ts";
import { type Call, optionOf } from "../../protocol/call.ts";
import type { Exchange, Rule } from "../rule.ts";
import { callsOf, firstOf, hasDelays, isEmptyKey, isMethod, numberOf, refusesWith } from "./history.ts";
import { isAnythingStale, namesStaleUnit, takesFromStaleQueue } from "./stale.ts";

const GONE = /^(No such work unit "|Object no longer exists$)/;

export const unitPoints: readonly Rule[] = [
  {
    point: "K1",
    explains: ({ path, expected, got }, { call }) =>
      isMethod(call, "get_work_units") && path === "[0]" && expected === "[]" && got === "null",
  },
  {
    point: "K3",
    explains: ({ path, kind, got }, _, before) =>
      kind === "value" &&
      /\.(expiration|expires)$/.test(path) &&
      before.some(({ call, sentAt }) => isMethod(call, "get_work") && lasts(900, Number(got), sentAt)),
  },
  {
    point: "K6",
    explains: (_, exchange) =>
      isMethod(exchange.call, "get_work_unit_status") &&
      elementsOf(firstOf(exchange, "expected")).some(isNull) &&
      refusesWith(exchange, GONE),
  },
  {
    point: "K11",
    explains: ({ path }, { call }) => /^\[[01]\]$/.test(path) && deletesOtherwise(call),
    splitsState: (exchange) =>
      deletesOtherwise(exchange.call) && numberOf(firstOf(exchange, "expected")) !== numberOf(firstOf(exchange, "got")),
  },
  {
    point: "K13",
    explains: (_, exchange) =>
      isMethod(exchange.call, "update_work_unit") &&
      isTrue(firstOf(exchange, "expected")) &&
      refusesWith(exchange, /^runtime error: invalid memory address or nil pointer dereference$/),
  },
  {
    point: "K14",
    explains: (_, exchange) =>
      isMethod(exchange.call, "update_work_unit") &&
      exchange.expected.kind === "result" &&
      /^no such work unit key=/.test(stringOf(elementsOf(exchange.expected.item)[1]) ?? "") &&
      refusesWith(exchange, GONE),
  },
  {
    point: "K16",
    splitsState: ({ call }) => isMethod(call, "add_work_units") && elementsOf(call.params[1]).some(isEmptyKey),
  },
  {
    point: "K19",
    splitsState: ({ call, expected }) =>
      isMethod(call, "update_work_unit") && expected.kind === "error" && /invalid status$/.test(expected.message),
  },
  { point: "K20", splitsState: ({ call }, before) => finishesFailed(call, before) },
  {
    point: "K23",
    explains: ({ path }, exchange, before) =>
      isMethod(exchange.call, "count_work_units") && /^\[0\]\[[01]\]$/.test(path) && countsDelayed(exchange, before),
  },
  {
    point: "K26",
    explains: ({ path }, { call }, before) => path.startsWith("[0]") && filtersAvailable(call) && hasDelays(before),
    splitsState: ({ call }, before) => isMethod(call, "del_work_units") && filtersAvailable(call) && hasDelays(before),
  },
  {
    point: "K27",
    explains: ({ path, kind }, { call }) => path === "[0]" && kind === "type" && asksForNoJob(call),
  },
  {
    point: "K29",
    // Also if the reference refuses the call because of another unit, or another error in the same unit.
    explains: (_, { call, got }) =>
      isMethod(call, "add_work_units") && got.kind === "error" && /^priority must be a number$/.test(got.message),
    splitsState: (exchange) =>
      isMethod(exchange.call, "add_work_units") && refusesWith(exchange, /^priority must be a number$/),
  },
  {
    point: "K30",
    explains: (_, exchange) =>
      isMethod(exchange.call, "get_work_units", "del_work_units") &&
      filters(exchange.call, 2) &&
      refusesWith(exchange, /^invalid work unit status$/),
  },
  {
    point: "K35",
    explains: ({ path, expected }, { call }) =>
      isMethod(call, "update_work_unit") &&
      path === "[0]" &&
      expected === "true" &&
      numberOf(optionOf(call.params[2], "status")) === 1,
  },
  {
    point: "K36",
    explains: ({ path, kind, got }, { call, sentAt }, before) =>
      isMethod(call, "get_work_unit_status") &&
      kind === "value" &&
      path.endsWith(".expiration") &&
      lasts(300, Number(got), sentAt) &&
      callsOf(before, "update_work_unit").some(({ params }) => optionOf(params[2], "lease_time") === undefined),
  },
  {
    point: "K37",
    explains: ({ path }, { call }) =>
      isMethod(call, "prioritize_work_units") &&
      /^\[[01]\]$/.test(path) &&
      elementsOf(optionOf(call.params[1], "work_unit_keys")).length === 0,
  },
  {
    point: "K15",
    explains: (_, exchange, before) =>
      (isMethod(exchange.call, "get_work") && takesFromStaleQueue(exchange, before)) ||
      (isMethod(exchange.call, "update_work_unit", "get_work_unit_status") && namesStaleUnit(exchange, before)) ||
      (isMethod(exchange.call, "get_child_work_units") && isAnythingStale(before)),
    splitsStateWhereItExplains: () => true,
    // It changes the replaced unit instead of the new one, whatever its reply is.
    splitsState: (exchange, before) => isMethod(exchange.call, "update_work_unit") && namesStaleUnit(exchange, before),
  },
];

/** Whether a lease of this many seconds ends at that time; true if the time of the call is unknown. */
const lasts = (seconds: number, end: number, sentAt: number) =>
  Number.isNaN(sentAt) || Math.abs(end - sentAt - seconds) <= 3;

function asksForNoJob(call: Call | undefined): boolean {
  return isMethod(call, "get_work") && Math.trunc(numberOf(optionOf(call.params[1], "max_jobs")) ?? 1) < 1;
}

/** Whether the options select units for deletion differently in the Go daemon: nothing selected, or keys and a state. */
function deletesOtherwise(call: Call | undefined): boolean {
  if (!isMethod(call, "del_work_units")) return false;
  const options = call.params[1];
  if (isTrue(optionOf(options, "all"))) return false;
  const keys = optionOf(options, "work_unit_keys");
  const state = numberOf(optionOf(options, "state")) ?? 0;
  const nothing = (keys === undefined || elementsOf(keys).length === 0) && state === 0;
  return nothing || (keys !== undefined && state !== 0);
}

/** Whether a failed unit is finished with new data, of which the Go daemon keeps the old data. */
function finishesFailed(call: Call | undefined, before: readonly Exchange[]): boolean {
  if (!isMethod(call, "update_work_unit")) return false;
  const status = (each: Call) => numberOf(optionOf(each.params[2], "status"));
  if (status(call) !== 4 || optionOf(call.params[2], "data") === undefined) return false;
  return callsOf(before, "update_work_unit").some((each) => status(each) === 5);
}

/** Whether both replies count the same number of units, which the Go daemon counts under 0 while they are delayed. */
function countsDelayed(exchange: Exchange, before: readonly Exchange[]): boolean {
  const sum = (item: Item | undefined) =>
    item?.kind === "map" ? item.entries.reduce((total, { value }) => total + (numberOf(value) ?? 0), 0) : Number.NaN;
  return hasDelays(before) && sum(firstOf(exchange, "expected")) === sum(firstOf(exchange, "got"));
}

const filtersAvailable = (call: Call | undefined) => filters(call, 1);

/** Whether the call selects units by this status, alone or in a list. */
function filters(call: Call | undefined, status: number): boolean {
  if (!isMethod(call, "get_work_units", "del_work_units")) return false;
  const state = optionOf(call.params[1], "state");
  return numberOf(state) === status || elementsOf(state).some((each) => numberOf(each) === status);
}
