// Which cases see the workers that a daemon knows: where those of earlier cases stay, they cannot be told from the case's own.
import { calledIn, isSpelledIn } from "../golden/called.ts";
import type { Golden } from "../golden/format.ts";
import type { MethodName } from "../protocol/methods.ts";

/** Methods that list or count workers, or whose answer depends on what is known of one. */
const METHODS: readonly MethodName[] = [
  "list_worker_modes",
  "mode_counts",
  "worker_stats",
  "get_worker_info",
  "get_child_work_units",
  "worker_unregister",
];

export function seesWorkers({ steps }: Golden): boolean {
  return steps.some((step) => {
    if (step.kind !== "exchange") return false;
    if (step.call.some((call) => calledIn(call).some((method) => METHODS.includes(method)))) return true;
    // What cannot be written as a call, or as one item, has its method in the bytes alone.
    const sent = step.call.some((call) => HEX.test(call)) ? step.sends.map(latin) : [];
    return sent.some((text) => METHODS.some((method) => isSpelledIn(text, method)));
  });
}

const HEX = /\bh'[0-9a-f]{12}/;

const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
