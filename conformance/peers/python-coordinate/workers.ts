// What the daemon tells of workers.
import { isNull } from "../../protocol/call.ts";
import { earlier, isCall, type Rule, throws } from "./rule.ts";

export const workerRules: readonly Rule[] = [
  {
    point: "D65",
    explains: (seen) =>
      isCall(seen.exchange, "list_worker_modes", "mode_counts") &&
      earlier(seen, "worker_heartbeat").some(({ params }) => isNull(params[1])),
  },
  {
    point: "P3",
    explains: (seen) =>
      isCall(seen.exchange, "worker_heartbeat") &&
      throws(seen.exchange, /^KeyError/) &&
      earlier(seen, "worker_heartbeat").some(({ params }) => isNull(params[4])),
  },
  {
    point: "D73",
    explains: ({ exchange, waited }) => isCall(exchange, "get_child_work_units", "worker_unregister") && waited,
  },
  {
    point: "D54",
    explains: (seen) =>
      isCall(seen.exchange, "get_child_work_units") &&
      earlier(seen, "update_work_unit", "del_work_units", "del_work_spec", "clear").length > 0,
  },
];
