// Rules for replies about workers.
import { isNull } from "../../cbor/reading.ts";
import type { Rule } from "../rule.ts";
import { earlier, isCall, throws } from "./reading.ts";

export const workerRules: readonly Rule[] = [
  {
    point: "D65",
    explains: (_, exchange, before) =>
      isCall(exchange, "list_worker_modes", "mode_counts") &&
      earlier(before, "worker_heartbeat").some(({ params }) => isNull(params[1])),
  },
  {
    point: "P3",
    explains: (_, exchange, before) =>
      isCall(exchange, "worker_heartbeat") &&
      throws(exchange, /^KeyError/) &&
      earlier(before, "worker_heartbeat").some(({ params }) => isNull(params[4])),
  },
  {
    point: "D73",
    explains: (_, exchange) => isCall(exchange, "get_child_work_units", "worker_unregister") && exchange.waited,
  },
  {
    point: "D54",
    explains: (_, exchange, before) =>
      isCall(exchange, "get_child_work_units") &&
      (earlier(before, "update_work_unit", "del_work_units", "del_work_spec", "clear").length > 0 ||
        // A later hand-out does not end the earlier one.
        earlier(before, "get_work").length > 1),
  },
];
