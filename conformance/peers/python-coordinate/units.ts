// Work units, leases and workers: differences that come from what a session did, or from what a reply looks like.
import { type Call, elementsOf, isNull, stringOf } from "../../protocol/call.ts";
import type { Seen } from "../exchanges.ts";
import { isTrue, numberOf } from "../go-coordinate/history.ts";
import { handedOut, outputs, readdedPending } from "./history.ts";
import { defined, earlier, gotPair, isCall, isFalse, option, type Rule } from "./rule.ts";

const statusOf = (call: Call | undefined) => numberOf(option(call, "status"));

export const unitRules: readonly Rule[] = [
  {
    point: "D28",
    explains: (seen) => isReadded(seen),
  },
  {
    point: "D68",
    // Who forces an available unit to be pending or done does not become its owner.
    explains: (seen) => seen.path.endsWith(".worker_id") && seen.finding.kind === "missing" && wasForced(seen),
  },
  {
    point: "D26",
    explains: (seen) =>
      isCall(seen.exchange, "get_work_unit_status") &&
      seen.path.endsWith(".worker_id") &&
      seen.finding.kind === "value" &&
      earlier(seen, "update_work_unit").some((call) => option(call, "worker_id") !== undefined),
  },
  {
    point: "D14",
    explains: ({ exchange, path }) =>
      isCall(exchange, "get_work_units") &&
      path.startsWith("[0]") &&
      (option(exchange.call, "work_unit_keys") !== undefined || option(exchange.call, "start") !== undefined) &&
      !isData(path, exchange.call?.method),
  },
  {
    point: "D69",
    explains: ({ exchange }) =>
      isCall(exchange, "get_work_units") && (numberOf(option(exchange.call, "limit")) ?? 1) < 1,
  },
  {
    point: "D70",
    explains: ({ exchange, finding }) => {
      const state = option(exchange.call, "state");
      const isNone =
        state?.kind === "bytes" ||
        (state !== undefined && numberOf(state) === undefined && elementsOf(state).length === 0);
      return isCall(exchange, "get_work_units") && isNone && finding.kind === "missing";
    },
  },
  {
    point: "D16",
    explains: ({ exchange }) => isCall(exchange, "del_work_units") && numberOf(option(exchange.call, "state")) === 0,
  },
  {
    point: "D22",
    explains: ({ exchange }) => saysNothingToDo(exchange) && option(exchange.call, "data") !== undefined,
  },
  { point: "D21", explains: ({ exchange }) => saysNothingToDo(exchange) },
  {
    point: "D25",
    explains: ({ exchange }) =>
      isCall(exchange, "update_work_unit") &&
      exchange.expected.kind === "error" &&
      isTrue(gotPair(exchange)[0]) &&
      statusOf(exchange.call) !== 3,
  },
  {
    point: "D24",
    explains: ({ exchange }) =>
      isCall(exchange, "update_work_unit") &&
      exchange.expected.kind === "error" &&
      isTrue(gotPair(exchange)[0]) &&
      statusOf(exchange.call) === 3,
  },
  {
    point: "D23",
    explains: ({ exchange }) => becomesTrue(exchange) && [4, 5].includes(statusOf(exchange.call) ?? 0),
  },
  { point: "D33", explains: ({ exchange, waited }) => becomesTrue(exchange) && waited },
  { point: "D71", explains: ({ exchange }) => becomesTrue(exchange) },
  {
    point: "D27",
    explains: (seen) =>
      isData(seen.path, seen.exchange.call?.method) &&
      earlier(seen, "update_work_unit").some(storesData) &&
      (seen.waited || earlier(seen, "update_work_unit").some((call) => statusOf(call) === 1)),
  },
  {
    point: "D33",
    explains: ({ path, finding, waited }) => waited && path.endsWith(".worker_id") && finding.kind === "value",
  },
  {
    point: "D32",
    explains: (seen) => isExpiration(seen) && leases(seen).some((seconds) => (seconds ?? 0) > 86_400),
  },
  {
    point: "D72",
    explains: (seen) =>
      isCall(seen.exchange, "get_work_unit_status") &&
      leases(seen).some((seconds) => seconds !== undefined && seconds < 1),
  },
  {
    point: "D25",
    // 0 is a status like any other for this daemon, where it stands for none elsewhere.
    explains: (seen) =>
      isCall(seen.exchange, "get_work_unit_status") &&
      seen.path.endsWith(".status") &&
      earlier(seen, "update_work_unit").some((call) => statusOf(call) === 0),
  },
  { point: "D31", explains: (seen) => isExpiration(seen) && leases(seen).some((seconds) => seconds === undefined) },
  {
    point: "D2",
    explains: ({ path, exchange }) =>
      isCall(exchange, "get_work_units") && isData(path, "get_work_units") && /\[("\\x|h')[^\]]*\]$/.test(path),
  },
  {
    point: "D65",
    explains: ({ path, exchange }) => isCall(exchange, "get_work_units") && /\[(""|null)\]$/.test(path),
  },
  { point: "D48", explains: isChainOfAnyData },
  { point: "P7", explains: (seen) => isCall(seen.exchange, "get_work_units") && outputs(seen.before).some(isString) },
];

/** An update with data alone is not carried out (D22). */
const storesData = (call: Call) =>
  option(call, "data") !== undefined && (option(call, "status") ?? option(call, "lease_time")) !== undefined;

const isString = (item: { kind: string }) => item.kind === "bytes" || item.kind === "text";

const saysNothingToDo = (exchange: Seen["exchange"]) =>
  isCall(exchange, "update_work_unit") && stringOf(gotPair(exchange)[1]) === "nothing to do";

/** An update that should do nothing, and is said to be done. */
function becomesTrue(exchange: Seen["exchange"]): boolean {
  if (!isCall(exchange, "update_work_unit") || exchange.expected.kind !== "result") return false;
  return isFalse(elementsOf(exchange.expected.item)[0]) && isTrue(gotPair(exchange)[0]);
}

/** Whether a path is inside the data of a unit: the third of what get_work hands out, the second of what is listed. */
function isData(path: string, method: string | undefined): boolean {
  if (method === "get_work") return /^\[0\](\[\d+\])?\[2\]./.test(path);
  return method === "get_work_units" && /^\[0\]\[\d+\]\[1\]./.test(path);
}

const isExpiration = ({ path, exchange, finding }: Seen) =>
  isCall(exchange, "get_work_unit_status") && path.endsWith(".expiration") && finding.kind === "value";

/** The lease times of the updates before, undefined where one had none. */
const leases = (seen: Seen) => earlier(seen, "update_work_unit").map((call) => numberOf(option(call, "lease_time")));

function wasForced(seen: Seen): boolean {
  const key = keyAt(seen);
  const out = handedOut(seen.before);
  return earlier(seen, "update_work_unit").some(
    (call) => stringOf(call.params[1]) === key && [3, 4, 5].includes(statusOf(call) ?? 0) && !out.has(key ?? ""),
  );
}

/** The key that an element of get_work_unit_status is about. */
export function keyAt({ exchange, path }: Seen): string | undefined {
  const index = /^\[0\]\[(\d+)\]/.exec(path)?.[1];
  if (index === undefined || !isCall(exchange, "get_work_unit_status")) return undefined;
  return stringOf(elementsOf(exchange.call?.params[1])[Number(index)]);
}

/** A unit that was added again while somebody worked on it shows as available. */
function isReadded(seen: Seen): boolean {
  const again = readdedPending(seen.before);
  if (again.size === 0) return false;
  const { exchange, finding } = seen;
  if (isCall(exchange, "get_work_unit_status")) return again.has(keyAt(seen) ?? "");
  const keys = elementsOf(option(exchange.call, "work_unit_keys")).map((item) => stringOf(item) ?? "");
  if (isCall(exchange, "get_work_units")) return keys.some((key) => again.has(key));
  return (
    isCall(exchange, "get_work") &&
    finding.kind === "extra" &&
    [...again].some((key) => finding.got.includes(`'${key}'`))
  );
}

/** A chain makes units of any data, where the contract makes none as soon as one of them is no map of string keys. */
function isChainOfAnyData(seen: Seen): boolean {
  if (!isCall(seen.exchange, "get_work_units") || seen.finding.kind !== "extra") return false;
  return (
    defined(seen, "then").length > 0 &&
    outputs(seen.before).some(
      (output) => output.kind === "map" && output.entries.some(({ value }) => !isNull(value) && !isPlain(value)),
    )
  );
}

function isPlain(item: Parameters<typeof isNull>[0]): boolean {
  return item?.kind === "map" && item.entries.every(({ key }) => isString(key));
}
