// Which cases see the workers that a daemon knows: where those of earlier cases stay, they cannot be told from the case's own.
import type { Golden } from "../golden/format.ts";

/** Methods that list or count workers, or whose answer depends on what is known of one. */
const METHODS =
  /\b(list_worker_modes|mode_counts|worker_stats|get_worker_info|get_child_work_units|worker_unregister)\b/;

export function seesWorkers({ steps }: Golden): boolean {
  return steps.some((step) => step.kind === "exchange" && step.call.some((call) => METHODS.test(call)));
}
