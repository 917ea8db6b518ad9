// Two hashes of a case: they change with everything that could change a verdict, and with nothing else, such as a
// title, a comment, the day of the recording or the layout of the file.
import { createHash } from "node:crypto";
import type { ExchangeStep, Golden, Step } from "../golden/format.ts";
import type { Mask } from "../golden/mask.ts";

export type Content = {
  /** Hash of the requests: bytes, connections, pauses, and the number of replies to wait for. */
  readonly sent: string;
  /** Hash of the expectations: bytes, masks, outcomes of random choices, and whether a second play is allowed. */
  readonly expected: string;
};

export function contentOf({ steps, flaky }: Golden): Content {
  return { sent: digest(steps.map(sentIn)), expected: digest([flaky ?? null, ...steps.map(expectedIn)]) };
}

export const isSame = (a: Content, b: Content): boolean => a.sent === b.sent && a.expected === b.expected;

/** Enough hex digits that collisions need not be considered. */
const DIGITS = 32;

function digest(facts: unknown): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, DIGITS);
}

function sentIn(step: Step): unknown {
  if (step.kind === "wait") return step.seconds;
  const bindings = step.bindings.map(({ at, name }) => [at, name]);
  return [step.conn, step.sends.map(hex), step.hangup, step.replies.length, bindings];
}

function expectedIn(step: Step): unknown {
  return step.kind === "wait" ? null : [step.closes, step.replies.map(replyIn)];
}

function replyIn({ bytes, masks, choices = [] }: ExchangeStep["replies"][number]): unknown {
  return [hex(bytes), masks.map(maskIn), choices.map((choice) => [hex(choice.bytes), choice.share])];
}

/** A mask without its line number. */
function maskIn({ line: _, ...mask }: Mask): unknown {
  return Object.entries(mask)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
