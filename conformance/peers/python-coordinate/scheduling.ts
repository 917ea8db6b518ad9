// Work specs, their settings, and which unit get_work hands out.
import type { Item } from "../../cbor/item.ts";
import { type Call, elementsOf, isNull, optionOf } from "../../protocol/call.ts";
import type { Seen } from "../exchanges.ts";
import { isTrue, numberOf } from "../go-coordinate/history.ts";
import { chainsOver, wasReadded } from "./history.ts";
import { defined, earlier, isCall, misspells, option, optionsOf, type Rule } from "./rule.ts";

export const schedulingRules: readonly Rule[] = [
  { point: "D66", explains: ({ exchange }) => misspells(optionsOf(exchange.call)) },
  {
    point: "D15",
    explains: ({ exchange }) => isCall(exchange, "list_work_specs") && option(exchange.call, "start") !== undefined,
  },
  {
    point: "D58",
    explains: ({ exchange }) => isCall(exchange, "get_work") && (numberOf(option(exchange.call, "max_jobs")) ?? 1) < 1,
  },
  {
    point: "P9",
    explains: (seen) =>
      isCall(seen.exchange, "get_work") &&
      finds(seen) &&
      earlier(seen, "control_work_spec").some((call) => (numberOf(option(call, "weight")) ?? 0) < 0),
  },
  {
    point: "D57",
    explains: (seen) => isCall(seen.exchange, "get_work") && findsNothing(seen) && earlier(seen, "clear").length > 0,
  },
  {
    point: "D42",
    explains: (seen) => isCall(seen.exchange, "get_work") && defined(seen, "continuous").some(isTrue),
  },
  {
    point: "D38",
    explains: (seen) =>
      isCall(seen.exchange, "get_work", "get_work_unit_status", "count_work_units") && delays(seen).length > 0,
  },
  {
    point: "D39",
    explains: (seen) =>
      isCall(seen.exchange, "get_work", "get_work_unit_status", "get_work_units") &&
      (defined(seen, "max_retries").length > 0 || defined(seen, "runtime").length > 0),
  },
  { point: "D29", explains: (seen) => isCall(seen.exchange, "get_work") && wasReadded(seen.before) },
  {
    point: "D61",
    explains: (seen) =>
      isCall(seen.exchange, "get_work") &&
      findsNothing(seen) &&
      priorities(seen).some((each) => (numberOf(each) ?? 0) < 0),
  },
  {
    point: "D59",
    explains: (seen) =>
      isCall(seen.exchange, "get_work") &&
      seen.finding.kind === "missing" &&
      defined(seen, "max_getwork").some((cap) => (numberOf(cap) ?? 1) < 1),
  },
  {
    point: "D37",
    explains: (seen) =>
      isCall(seen.exchange, "get_work") && defined(seen, "then").length > 0 && chainsOver(seen.before),
  },
  {
    point: "D35",
    explains: (seen) =>
      isCall(seen.exchange, "get_work") &&
      seen.finding.kind === "order" &&
      defined(seen, "then").length > 0 &&
      priorities(seen).length > 0,
  },
  { point: "D40", explains: (seen) => isCall(seen.exchange, "get_work") && defined(seen, "then").length > 0 },
  {
    point: "D39",
    explains: (seen) => isCall(seen.exchange, "get_work") && new Set(defined(seen, "priority").map(numberOf)).size > 1,
  },
];

const finds = ({ finding }: Seen) => finding.expected === "null" && finding.got !== "null";
const findsNothing = ({ finding }: Seen) => finding.expected !== "null" && finding.got === "null";

/** The metadata of units: of those added, and of those that an output makes. */
function metadata(seen: Seen): readonly Item[] {
  const units = earlier(seen, "add_work_units").flatMap((call) => elementsOf(call.params[1]));
  const made = [...units.map((unit) => elementsOf(unit)[1]), ...updates(seen)].flatMap((data) =>
    elementsOf(optionOf(data, "output")),
  );
  return [...units, ...made].flatMap((unit) => elementsOf(unit)[2] ?? []);
}

const updates = (seen: Seen) => earlier(seen, "update_work_unit").map((call: Call) => option(call, "data"));
const delays = (seen: Seen) => metadata(seen).flatMap((meta) => numberOf(optionOf(meta, "delay")) ?? []);
const priorities = (seen: Seen) =>
  metadata(seen)
    .flatMap((meta) => optionOf(meta, "priority") ?? [])
    .filter((each) => !isNull(each));
