// Rules for the form of replies, independent of earlier calls: statuses, settings, and messages about missing objects.

import { stringOf } from "../../cbor/reading.ts";
import type { Difference } from "../../judge/difference.ts";
import type { Exchange, Rule } from "../rule.ts";
import { defined, earlier, gotPair, hasNull, isCall, isFalse, misspells, option, optionsOf } from "./reading.ts";

export const formRules: readonly Rule[] = [
  {
    point: "D8",
    explains: (difference) =>
      difference.path === "[1]" &&
      difference.expected.startsWith('"No such work spec ') &&
      /^'no such work[_ ]spec /.test(difference.got),
  },
  {
    point: "D8",
    // If the name is not valid UTF-8, neither is the message.
    explains: (difference) =>
      difference.path === "[1]" &&
      difference.expected.startsWith(notText("No such work spec ")) &&
      (/^'no such work[_ ]spec /.test(difference.got) || difference.got.startsWith(notText("no such work spec "))),
  },
  {
    point: "D9",
    explains: (difference, exchange) =>
      difference.path === "[0]" &&
      difference.expected === "null" &&
      saysMissing(exchange) &&
      isFalse(gotPair(exchange)[0]),
  },
  {
    point: "D11",
    explains: (difference, exchange) =>
      isCall(exchange, "get_work_unit_status") &&
      difference.kind === "extra" &&
      difference.path.endsWith("['expiration']"),
  },
  {
    point: "D12",
    explains: (difference, exchange) =>
      isCall(exchange, "get_work_unit_status") &&
      difference.kind === "extra" &&
      difference.path.endsWith("['traceback']"),
  },
  {
    point: "D45",
    explains: (difference, exchange) =>
      isCall(exchange, "get_work_spec_meta") &&
      /^\[0\]\.(interval|max_running)$/.test(difference.path) &&
      difference.got === "null",
  },
  {
    point: "D65",
    explains: (difference, exchange, before) =>
      isMeta(difference, exchange) && difference.got === "null" && earlier(before, "control_work_spec").some(hasNull),
  },
  {
    point: "D41",
    explains: (difference, exchange, before) =>
      isMeta(difference, exchange) &&
      difference.path === "[0].weight" &&
      difference.got === "0" &&
      defined(before, "weight").length > 0,
  },
  {
    point: "D66",
    explains: (difference, exchange, before) =>
      isMeta(difference, exchange) && earlier(before, "set_work_spec").some((call) => misspells(optionsOf(call))),
  },
  {
    point: "K34",
    explains: (difference, exchange) =>
      isMeta(difference, exchange) && difference.path === "[0].weight" && /^-?\d+\.\d*_3$/.test(difference.expected),
  },
  {
    point: "D67",
    explains: (difference, exchange) => isMeta(difference, exchange) && !/^['"]/.test(difference.got),
  },
  {
    point: "D67",
    explains: (difference, _exchange, before) =>
      /\.(expiration|expires)$/.test(difference.path) &&
      difference.kind === "value" &&
      earlier(before, "get_work", "update_work_unit").some((call) => option(call, "lease_time")?.kind === "float"),
  },
  {
    point: "D46",
    explains: (difference, exchange) =>
      isCall(exchange, "get_work_spec") && difference.kind === "value" && difference.expected.startsWith('"'),
  },
  {
    point: "D46",
    // The same for a name that is not valid UTF-8, wherever it is returned.
    explains: ({ kind, expected, got }, exchange) =>
      isCall(exchange, "get_work", "get_child_work_units") &&
      kind === "value" &&
      /^"[^"]*\\x/.test(expected) &&
      /^h'/.test(got),
  },
  {
    point: "K7",
    explains: (difference, exchange) =>
      isCall(exchange, "get_worker_info") && difference.expected === "{}" && difference.got === "null",
  },
  {
    point: "K31",
    explains: (difference, exchange) =>
      isCall(exchange, "get_worker_info") &&
      (difference.path === "[0].age_seconds" ||
        (difference.expected.includes("age_seconds") && exchange.got.kind !== "closed")),
  },
  {
    point: "D53",
    explains: (difference, exchange) => isCall(exchange, "worker_stats") && difference.path === ".num_children",
  },
  {
    point: "D60",
    explains: (difference, exchange) =>
      isCall(exchange, "list_work_specs") &&
      difference.kind === "extra" &&
      /'name': (null|''|\d+)[,}]/.test(difference.got),
  },
  { point: "D48", explains: (difference) => difference.expected.startsWith('{"Items":') },
];

/** The start of the notation of a byte string that starts with this text but is not valid UTF-8. */
const notText = (start: string) => `h'${Buffer.from(start, "latin1").toString("hex")}`;

/** Whether the message of the received pair says that a work spec or unit is missing. */
const saysMissing = (exchange: Exchange) => /^no such work/.test(stringOf(gotPair(exchange)[1]) ?? "");

/** Whether a difference is in a setting that get_work_spec_meta returns. */
const isMeta = (difference: Difference, exchange: Exchange) =>
  isCall(exchange, "get_work_spec_meta") && difference.path.startsWith("[0].");
