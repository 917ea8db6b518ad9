// Rules for work specs, their settings, and the choice of units by get_work.
import type { Item } from "../../cbor/item.ts";
import { elementsOf, isNull, isTrue } from "../../cbor/reading.ts";
import type { Difference } from "../../judge/difference.ts";
import { type Call, optionOf } from "../../protocol/call.ts";
import { numberOf } from "../go-coordinate/history.ts";
import type { Exchange, Rule } from "../rule.ts";
import { chainsOver, wasReadded } from "./history.ts";
import { defined, earlier, isCall, misspells, option, optionsOf } from "./reading.ts";

export const schedulingRules: readonly Rule[] = [
  { point: "D66", explains: (_, exchange) => misspells(optionsOf(exchange.call)) },
  {
    point: "D15",
    explains: (_, exchange) => isCall(exchange, "list_work_specs") && option(exchange.call, "start") !== undefined,
  },
  {
    point: "D58",
    explains: (_, exchange) => isCall(exchange, "get_work") && (numberOf(option(exchange.call, "max_jobs")) ?? 1) < 1,
  },
  {
    point: "P9",
    explains: (difference, exchange, before) =>
      isCall(exchange, "get_work") &&
      finds(difference) &&
      earlier(before, "control_work_spec").some((call) => (numberOf(option(call, "weight")) ?? 0) < 0),
  },
  {
    point: "D57",
    explains: (difference, exchange, before) =>
      isCall(exchange, "get_work") && findsNothing(difference) && earlier(before, "clear").length > 0,
  },
  {
    point: "D42",
    explains: (_, exchange, before) => isCall(exchange, "get_work") && defined(before, "continuous").some(isTrue),
  },
  {
    point: "D38",
    explains: (_, exchange, before) =>
      isCall(exchange, "get_work", "get_work_unit_status", "count_work_units") && delays(before).length > 0,
  },
  {
    point: "D39",
    explains: (_, exchange, before) =>
      isCall(exchange, "get_work", "get_work_unit_status", "get_work_units") &&
      (defined(before, "max_retries").length > 0 || defined(before, "runtime").length > 0),
  },
  { point: "D29", explains: (_, exchange, before) => isCall(exchange, "get_work") && wasReadded(before) },
  {
    point: "D61",
    explains: (difference, exchange, before) =>
      isCall(exchange, "get_work") &&
      (findsNothing(difference) || difference.kind === "missing") &&
      [...priorities(before), ...newPriorities(before)].some((each) => (numberOf(each) ?? 0) < 0),
  },
  {
    point: "D59",
    explains: (difference, exchange, before) =>
      isCall(exchange, "get_work") &&
      difference.kind === "missing" &&
      defined(before, "max_getwork").some((cap) => (numberOf(cap) ?? 1) < 1),
  },
  {
    point: "D37",
    explains: (_, exchange, before) =>
      isCall(exchange, "get_work") && defined(before, "then").length > 0 && chainsOver(before),
  },
  {
    point: "D35",
    explains: (difference, exchange, before) =>
      isCall(exchange, "get_work") &&
      difference.kind === "order" &&
      defined(before, "then").length > 0 &&
      priorities(before).length > 0,
  },
  {
    point: "D40",
    explains: (_, exchange, before) => isCall(exchange, "get_work") && defined(before, "then").length > 0,
  },
  {
    point: "D39",
    explains: (_, exchange, before) =>
      isCall(exchange, "get_work") && new Set(defined(before, "priority").map(numberOf)).size > 1,
  },
];

/** Whether get_work found a unit where none is expected. */
const finds = (difference: Difference) => difference.expected === "null" && difference.got !== "null";
/** Whether get_work found no unit where one is expected. */
const findsNothing = (difference: Difference) => difference.expected !== "null" && difference.got === "null";

/** The metadata of all units sent: in add_work_units, and in the outputs of units. */
function metadata(before: readonly Exchange[]): readonly Item[] {
  const units = earlier(before, "add_work_units").flatMap((call) => elementsOf(call.params[1]));
  const made = [...units.map((unit) => elementsOf(unit)[1]), ...updates(before)].flatMap((data) =>
    elementsOf(optionOf(data, "output")),
  );
  return [...units, ...made].flatMap((unit) => elementsOf(unit)[2] ?? []);
}

const updates = (before: readonly Exchange[]) =>
  earlier(before, "update_work_unit").map((call: Call) => option(call, "data"));
const delays = (before: readonly Exchange[]) =>
  metadata(before).flatMap((meta) => numberOf(optionOf(meta, "delay")) ?? []);
const priorities = (before: readonly Exchange[]) =>
  metadata(before)
    .flatMap((meta) => optionOf(meta, "priority") ?? [])
    .filter((each) => !isNull(each));
/** The priorities and adjustments of prioritize_work_units. */
const newPriorities = (before: readonly Exchange[]) =>
  earlier(before, "prioritize_work_units").flatMap((call) =>
    ["priority", "adjustment"].flatMap((name) => option(call, name) ?? []),
  );
