// Rules for work units, leases and workers that depend on earlier calls or on the form of the reply.

import { elementsOf, isNull, isString, isTrue, stringOf } from "../../cbor/reading.ts";
import type { Difference } from "../../judge/difference.ts";
import type { Call } from "../../protocol/call.ts";
import { numberOf } from "../go-coordinate/history.ts";
import type { Exchange, Rule } from "../rule.ts";
import { handedOut, outputs, readdedPending } from "./history.ts";
import { defined, earlier, gotPair, isCall, isFalse, option } from "./reading.ts";

const statusOf = (call: Call | undefined) => numberOf(option(call, "status"));
const hasStatus = (call: Call | undefined, ...wanted: number[]) => wanted.some((each) => each === statusOf(call));

export const unitRules: readonly Rule[] = [
  {
    point: "D28",
    explains: (difference, exchange, before) => isReadded(difference, exchange, before),
  },
  {
    point: "D68",
    // A worker that sets an available unit to pending or finished does not become its owner.
    explains: (difference, exchange, before) =>
      difference.path.endsWith(".worker_id") &&
      difference.kind === "missing" &&
      wasForced(difference, exchange, before),
  },
  {
    point: "D26",
    explains: (difference, exchange, before) =>
      isCall(exchange, "get_work_unit_status") &&
      difference.path.endsWith(".worker_id") &&
      difference.kind === "value" &&
      earlier(before, "update_work_unit").some((call) => option(call, "worker_id") !== undefined),
  },
  {
    point: "D14",
    explains: (difference, exchange) =>
      isCall(exchange, "get_work_units") &&
      difference.path.startsWith("[0]") &&
      (option(exchange.call, "work_unit_keys") !== undefined || option(exchange.call, "start") !== undefined) &&
      !isData(difference.path, exchange.call?.method),
  },
  {
    point: "D69",
    explains: (_, exchange) =>
      isCall(exchange, "get_work_units") && (numberOf(option(exchange.call, "limit")) ?? 1) < 1,
  },
  {
    point: "D70",
    explains: (difference, exchange) => {
      const state = option(exchange.call, "state");
      const isNone =
        state?.kind === "bytes" ||
        (state !== undefined && numberOf(state) === undefined && elementsOf(state).length === 0);
      return isCall(exchange, "get_work_units") && isNone && difference.kind === "missing";
    },
  },
  {
    point: "D16",
    explains: (_, exchange) => isCall(exchange, "del_work_units") && numberOf(option(exchange.call, "state")) === 0,
  },
  {
    point: "D22",
    explains: (_, exchange) => saysNothingToDo(exchange) && option(exchange.call, "data") !== undefined,
  },
  { point: "D21", explains: (_, exchange) => saysNothingToDo(exchange) },
  {
    point: "D25",
    explains: (_, exchange) =>
      isCall(exchange, "update_work_unit") &&
      exchange.expected.kind === "error" &&
      isTrue(gotPair(exchange)[0]) &&
      statusOf(exchange.call) !== 3,
  },
  {
    point: "D24",
    explains: (_, exchange) =>
      isCall(exchange, "update_work_unit") &&
      exchange.expected.kind === "error" &&
      isTrue(gotPair(exchange)[0]) &&
      statusOf(exchange.call) === 3,
  },
  {
    point: "D23",
    explains: (_, exchange) => reportsSuccess(exchange) && hasStatus(exchange.call, 4, 5),
  },
  { point: "D33", explains: (_, exchange) => reportsSuccess(exchange) && exchange.waited },
  { point: "D71", explains: (_, exchange) => reportsSuccess(exchange) },
  {
    point: "D27",
    explains: (difference, exchange, before) =>
      isData(difference.path, exchange.call?.method) &&
      earlier(before, "update_work_unit").some(storesData) &&
      (exchange.waited || earlier(before, "update_work_unit").some((call) => statusOf(call) === 1)),
  },
  {
    point: "D33",
    explains: (difference, exchange) =>
      exchange.waited && difference.path.endsWith(".worker_id") && difference.kind === "value",
  },
  {
    point: "D32",
    explains: (difference, exchange, before) =>
      isExpiration(difference, exchange) && leases(before).some((seconds) => (seconds ?? 0) > 86_400),
  },
  {
    point: "D72",
    explains: (_, exchange, before) =>
      isCall(exchange, "get_work_unit_status") &&
      leases(before).some((seconds) => seconds !== undefined && seconds < 1),
  },
  {
    point: "D25",
    // This daemon stores the status 0, which otherwise means that the status does not change.
    explains: (difference, exchange, before) =>
      isCall(exchange, "get_work_unit_status") &&
      difference.path.endsWith(".status") &&
      earlier(before, "update_work_unit").some((call) => statusOf(call) === 0),
  },
  {
    point: "D31",
    explains: (difference, exchange, before) =>
      isExpiration(difference, exchange) && leases(before).some((seconds) => seconds === undefined),
  },
  {
    point: "D2",
    explains: (difference, exchange) =>
      isCall(exchange, "get_work_units") &&
      isData(difference.path, "get_work_units") &&
      /\[("\\x|h'|"[^"\]]*[^ -~])[^\]]*\]$/.test(difference.path),
  },
  {
    point: "D65",
    explains: (difference, exchange) => isCall(exchange, "get_work_units") && /\[(""|null)\]$/.test(difference.path),
  },
  { point: "D48", explains: isChainOfAnyData },
  {
    point: "P7",
    explains: (_, exchange, before) => isCall(exchange, "get_work_units") && outputs(before).some(isString),
  },
];

/** Whether an update stores its data, which it does only together with a status or a lease time (D22). */
const storesData = (call: Call) =>
  option(call, "data") !== undefined && (option(call, "status") ?? option(call, "lease_time")) !== undefined;

const saysNothingToDo = (exchange: Exchange) =>
  isCall(exchange, "update_work_unit") && stringOf(gotPair(exchange)[1]) === "nothing to do";

/** Whether the daemon reports success for an update that should be refused. */
function reportsSuccess(exchange: Exchange): boolean {
  if (!isCall(exchange, "update_work_unit") || exchange.expected.kind !== "result") return false;
  return isFalse(elementsOf(exchange.expected.item)[0]) && isTrue(gotPair(exchange)[0]);
}

/** Whether a path is inside the data of a unit: the third element in get_work, the second in get_work_units. */
function isData(path: string, method: string | undefined): boolean {
  if (method === "get_work") return /^\[0\](\[\d+\])?\[2\]./.test(path);
  return method === "get_work_units" && /^\[0\]\[\d+\]\[1\]./.test(path);
}

const isExpiration = (difference: Difference, exchange: Exchange) =>
  isCall(exchange, "get_work_unit_status") && difference.path.endsWith(".expiration") && difference.kind === "value";

/** The lease times of the earlier updates; undefined for those without one. */
const leases = (before: readonly Exchange[]) =>
  earlier(before, "update_work_unit").map((call) => numberOf(option(call, "lease_time")));

/** Whether a difference is about a unit that an update made pending, finished or failed though it was never handed out. */
function wasForced(difference: Difference, exchange: Exchange, before: readonly Exchange[]): boolean {
  const key = keyAt(difference, exchange);
  const out = handedOut(before);
  return earlier(before, "update_work_unit").some(
    (call) => stringOf(call.params[1]) === key && hasStatus(call, 3, 4, 5) && !out.has(key ?? ""),
  );
}

/** The key of the unit whose status a difference in a reply to get_work_unit_status is about. */
export function keyAt(difference: Difference, exchange: Exchange): string | undefined {
  const index = /^\[0\]\[(\d+)\]/.exec(difference.path)?.[1];
  if (index === undefined || !isCall(exchange, "get_work_unit_status")) return undefined;
  return stringOf(elementsOf(exchange.call?.params[1])[Number(index)]);
}

/** Whether a difference is about a pending unit that was added again, which makes it available. */
function isReadded(difference: Difference, exchange: Exchange, before: readonly Exchange[]): boolean {
  const again = readdedPending(before);
  if (again.size === 0) return false;
  if (isCall(exchange, "get_work_unit_status")) return again.has(keyAt(difference, exchange) ?? "");
  const keys = elementsOf(option(exchange.call, "work_unit_keys")).map((item) => stringOf(item) ?? "");
  if (isCall(exchange, "get_work_units")) return keys.some((key) => again.has(key));
  return (
    isCall(exchange, "get_work") &&
    difference.kind === "extra" &&
    [...again].some((key) => difference.got.includes(`'${key}'`))
  );
}

/** Whether chaining created units though the data of one of them is not a map with string keys, which should prevent it. */
function isChainOfAnyData(difference: Difference, exchange: Exchange, before: readonly Exchange[]): boolean {
  if (!isCall(exchange, "get_work_units") || difference.kind !== "extra") return false;
  return (
    defined(before, "then").length > 0 &&
    outputs(before).some(
      (output) => output.kind === "map" && output.entries.some(({ value }) => !isNull(value) && !isPlain(value)),
    )
  );
}

function isPlain(item: Parameters<typeof isNull>[0]): boolean {
  return item?.kind === "map" && item.entries.every(({ key }) => isString(key));
}
