// Which cases see the workers that a daemon knows: where those of earlier cases stay, they cannot be told from the case's own.
import type { Golden } from "../golden/format.ts";

/** Methods that list or count workers, or whose answer depends on what is known of one, without what their spellings differ in. */
const METHODS = /listworkermodes|modecounts|workerstats|getworkerinfo|getchildworkunits|workerunregister/;

export function seesWorkers({ steps }: Golden): boolean {
  return steps.some((step) => {
    if (step.kind !== "exchange") return false;
    if (step.call.some((call) => METHODS.test(plain(call)))) return true;
    // What cannot be written as a call, or as one item, has its method in the bytes alone.
    return step.call.some((call) => HEX.test(call)) && step.sends.some((bytes) => METHODS.test(plain(latin(bytes))));
  });
}

const HEX = /\bh'[0-9a-f]{12}/;

const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");

const plain = (call: string) => call.replaceAll("_", "").toLowerCase();
