// Cases that no client sends, written by hand as requests alone: a daemon's answers make a golden of them (record.ts), so
// that these goldens too can be recorded again.
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";

export type RawCase = {
  /** The id of the golden. */
  readonly id: string;
  readonly title: string;
  readonly requires: readonly string[];
} & (
  | { readonly steps: readonly RawStep[] }
  /** Calls as lines, see golden/lines.ts; the golden is written so too. */
  | { readonly lines: readonly string[] }
);

export type RawStep = { readonly wait: number } | RawExchange;

export type RawExchange = {
  /** 1 unless said. */
  readonly conn?: number;
  readonly sends: readonly Uint8Array[];
  /** How many replies must come; one unless said, none with `closes`. */
  readonly replies?: number;
  readonly closes?: true;
  readonly hangup?: true;
  readonly times?: number;
};

/** Calls of the stock client's shape, ids counting from 1: `calls("set_work_spec({'name': 's'})", "clear()")`. */
export function calls(...list: readonly string[]): RawExchange[] {
  return list.map((call, i) => ({ sends: [stock(i + 1, call)] }));
}

/** The frame of such a call. */
export function stock(id: number, call: string): Buffer {
  const open = call.indexOf("(");
  return requestFrame(id, call.slice(0, open), call.slice(open + 1, -1));
}

/** A frame around any message, in notation. */
export function message(notation: string): Buffer {
  return frameOf(assemble(notation));
}

/** Bytes in hex, spaces allowed. */
export function hex(digits: string): Buffer {
  return Buffer.from(digits.replaceAll(" ", ""), "hex");
}
