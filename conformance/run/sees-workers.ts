// Which cases see the workers that a daemon knows: where those of earlier cases stay, they cannot be told from the case's own.
import type { Golden } from "../golden/format.ts";

/** Methods that list or count workers, or whose answer depends on what is known of one, without what their spellings differ in. */
const METHODS = /listworkermodes|modecounts|workerstats|getworkerinfo|getchildworkunits|workerunregister/;

export function seesWorkers({ steps }: Golden): boolean {
  return steps.some((step) => step.kind === "exchange" && step.call.some((call) => METHODS.test(plain(call))));
}

const plain = (call: string) => call.replaceAll("_", "").toLowerCase();
