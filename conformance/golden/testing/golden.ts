// Builders for goldens in tests. By default an exchange is a call of now() answered with 1, and a golden is empty.
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import type { ExchangeStep, Golden, Provenance, Step } from "../format.ts";
import { derivedFrom } from "../load.ts";

export const PROVENANCE: Provenance = { daemon: "d", client: "c", command: "x", at: "2026-01-01" };

/** The frame of a reply to the call with id 1. */
export const replyOf = (result: string): Buffer => frameOf(assemble(`{'id': 1, 'result': ${result}}`));

export function exchangeOf(change: Partial<ExchangeStep> = {}): ExchangeStep {
  return {
    kind: "exchange",
    number: 1,
    line: 0,
    conn: 1,
    call: ["now()"],
    sends: [requestFrame(1, "now", "")],
    replies: [{ bytes: replyOf("1"), says: "1", masks: [] }],
    hangup: false,
    closes: false,
    bindings: [],
    times: undefined,
    ...change,
  };
}

export function goldenOf(steps: readonly Step[], change: Partial<Golden> = {}): Golden {
  const about = { id: "a/b", file: "a/b.yaml", title: "t", requires: [], recorded: PROVENANCE };
  return { ...about, steps, ...derivedFrom(steps), ...change };
}
