// Finds the cases whose replies depend on the workers that a daemon knows: if it keeps those of earlier cases, these
// cannot be measured.
import type { MethodName } from "../protocol/methods.ts";
import { calledIn, isSpelledIn } from "./called.ts";
import type { Step } from "./format.ts";

/** Methods that list or count workers, or whose reply depends on whether a worker is known. */
const METHODS: readonly MethodName[] = [
  "list_worker_modes",
  "mode_counts",
  "worker_stats",
  "get_worker_info",
  "get_child_work_units",
  "worker_unregister",
];

export function seesWorkers(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.kind !== "exchange") return false;
    if (step.call.some((call) => calledIn(call).some((method) => METHODS.includes(method)))) return true;
    // In requests that cannot be shown as calls the method's name is searched in the bytes.
    const sent = step.call.some((call) => HEX.test(call)) ? step.sends.map(latin) : [];
    return sent.some((text) => METHODS.some((method) => isSpelledIn(text, method)));
  });
}

const HEX = /\bh'[0-9a-f]{12}/;

const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
