// How replies are written, whatever a session did before: statuses, settings, and what is said of what is missing.
import { stringOf } from "../../protocol/call.ts";
import type { Seen } from "../exchanges.ts";
import {
  defined,
  earlier,
  gotPair,
  hasNull,
  isCall,
  isFalse,
  misspells,
  option,
  optionsOf,
  type Rule,
} from "./rule.ts";

export const formRules: readonly Rule[] = [
  {
    point: "D8",
    explains: ({ path, finding }) =>
      path === "[1]" &&
      finding.expected.startsWith('"No such work spec ') &&
      /^'no such work[_ ]spec /.test(finding.got),
  },
  {
    point: "D9",
    explains: ({ path, finding, exchange }) =>
      path === "[0]" && finding.expected === "null" && saysMissing(exchange) && isFalse(gotPair(exchange)[0]),
  },
  {
    point: "D11",
    explains: ({ path, finding, exchange }) =>
      isCall(exchange, "get_work_unit_status") && finding.kind === "extra" && path.endsWith("['expiration']"),
  },
  {
    point: "D12",
    explains: ({ path, finding, exchange }) =>
      isCall(exchange, "get_work_unit_status") && finding.kind === "extra" && path.endsWith("['traceback']"),
  },
  {
    point: "D19",
    explains: ({ exchange }) => {
      const keys = option(exchange.call, "work_unit_keys");
      return isCall(exchange, "prioritize_work_units") && keys?.kind === "array" && keys.items.length === 0;
    },
  },
  {
    point: "D45",
    explains: ({ exchange, path, finding }) =>
      isCall(exchange, "get_work_spec_meta") && /^\[0\]\.(interval|max_running)$/.test(path) && finding.got === "null",
  },
  {
    point: "D65",
    explains: (seen) => isMeta(seen) && seen.finding.got === "null" && earlier(seen, "control_work_spec").some(hasNull),
  },
  {
    point: "D41",
    explains: (seen) =>
      isMeta(seen) && seen.path === "[0].weight" && seen.finding.got === "0" && defined(seen, "weight").length > 0,
  },
  {
    point: "D66",
    explains: (seen) => isMeta(seen) && earlier(seen, "set_work_spec").some((call) => misspells(optionsOf(call))),
  },
  { point: "D67", explains: (seen) => isMeta(seen) && !/^['"]/.test(seen.finding.got) },
  {
    point: "D67",
    explains: (seen) =>
      /\.(expiration|expires)$/.test(seen.path) &&
      seen.finding.kind === "value" &&
      earlier(seen, "get_work", "update_work_unit").some((call) => option(call, "lease_time")?.kind === "float"),
  },
  {
    point: "D46",
    explains: ({ exchange, finding }) =>
      isCall(exchange, "get_work_spec") && finding.kind === "value" && finding.expected.startsWith('"'),
  },
  {
    point: "K7",
    explains: ({ exchange, finding }) =>
      isCall(exchange, "get_worker_info") && finding.expected === "{}" && finding.got === "null",
  },
  {
    point: "D53",
    explains: ({ exchange, path }) => isCall(exchange, "worker_stats") && path === ".num_children",
  },
  {
    point: "D60",
    explains: ({ exchange, finding }) =>
      isCall(exchange, "list_work_specs") && finding.kind === "extra" && /'name': (null|''|\d+)[,}]/.test(finding.got),
  },
  { point: "D48", explains: ({ finding }) => finding.expected.startsWith('{"Items":') },
];

const saysMissing = (exchange: Seen["exchange"]) => /^no such work/.test(stringOf(gotPair(exchange)[1]) ?? "");

/** A number of a work spec's settings. */
const isMeta = ({ exchange, path }: Seen) => isCall(exchange, "get_work_spec_meta") && path.startsWith("[0].");
