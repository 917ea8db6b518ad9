// Decides whether a new recording changes a golden. If only masked values differ, the file stays unchanged, including
// its date and times, so that recording again shows only real changes.

import { tryOpenFrame } from "../cbor/frame.ts";
import { shorten } from "../cbor/path.ts";
import { describeMask } from "../golden/describe-mask.ts";
import type { ExchangeStep, Golden, GoldenReply, Step } from "../golden/format.ts";
import type { Mask } from "../golden/mask.ts";
import { compareMessages, type Message } from "../judge/compare.ts";

/** The changes of a golden, one a line: `step 3 [0].status: 3 -> 4`. Empty if there are none. */
export function changesOf(kept: Golden, fresh: Golden): string[] {
  const changes = [
    ...changed("title", kept.title, fresh.title),
    ...changed("requires", list(kept), list(fresh)),
    ...changed("flaky", String(kept.flaky), String(fresh.flaky)),
  ];
  if (kept.steps.length !== fresh.steps.length) {
    return [...changes, ...lengthChange(kept, fresh)];
  }
  for (const [i, step] of kept.steps.entries()) {
    const now = fresh.steps[i];
    if (now === undefined) continue;
    changes.push(...stepChanges(step, now).map((change) => `step ${step.number} ${change}`));
  }
  return changes;
}

const list = ({ requires }: Golden) => requires.join("; ");

function changed(what: string, before: string, after: string): string[] {
  return before === after ? [] : [`${what}: ${before} -> ${after}`];
}

/** Describes only the first step at which sessions of different length differ, since all later ones differ too. */
function lengthChange(kept: Golden, fresh: Golden): string[] {
  const parting = kept.steps.findIndex((step, i) => describe(step) !== describe(fresh.steps[i]));
  const at = parting < 0 ? kept.steps.length : parting;
  return [
    `${kept.steps.length} steps -> ${fresh.steps.length} steps, from step ${at + 1} on: ` +
      `${describe(kept.steps[at])} -> ${describe(fresh.steps[at])}`,
  ];
}

function describe(step: Step | undefined): string {
  if (step === undefined) return "nothing";
  return step.kind === "wait" ? `wait ${step.seconds}` : step.call.join(", ");
}

function stepChanges(kept: Step, fresh: Step): string[] {
  if (kept.kind === "wait" || fresh.kind === "wait") return changed("is", describe(kept), describe(fresh));
  return [
    ...changed("connection", String(kept.conn), String(fresh.conn)),
    ...requestChanges(kept, fresh),
    ...changed("hangs up", String(kept.hangup), String(fresh.hangup)),
    ...changed("closes", String(kept.closes), String(fresh.closes)),
    ...changed("bindings", JSON.stringify(unplaced(kept.bindings)), JSON.stringify(unplaced(fresh.bindings))),
    ...changed("replies", String(kept.replies.length), String(fresh.replies.length)),
    ...kept.replies.flatMap((reply, i) => replyChanges(reply, fresh.replies[i])),
  ];
}

function requestChanges(kept: ExchangeStep, fresh: ExchangeStep): string[] {
  const same =
    kept.sends.length === fresh.sends.length &&
    kept.sends.every((segment, i) => Buffer.from(segment).equals(fresh.sends[i] ?? new Uint8Array()));
  if (same) return [];
  const covered = (path: string) => kept.bindings.some(({ at }) => at === path);
  const [a, b] = [kept.sends, fresh.sends].map((sends) => (sends.length === 1 ? messageOf(sends[0]) : undefined));
  if (a !== undefined && b !== undefined) {
    const found = compareMessages(a, b, "bytes", (path) => (covered(shorten(path)) ? [] : undefined));
    if (found.length === 0 && kept.bindings.length > 0) return [];
  }
  return [`request: ${kept.call.join(", ")} -> ${fresh.call.join(", ")}`];
}

function replyChanges(kept: GoldenReply, fresh: GoldenReply | undefined): string[] {
  if (fresh === undefined) return [];
  const masks = maskChanges(kept.masks, fresh.masks);
  if (Buffer.from(kept.bytes).equals(fresh.bytes)) return masks;
  const [a, b] = [messageOf(kept.bytes), messageOf(fresh.bytes)];
  if (a === undefined || b === undefined) return [...masks, `reply: ${kept.says} -> ${fresh.says}`];
  const covered = (path: string) => [kept, fresh].every((reply) => reply.masks.some((mask) => mask.at === path));
  const found = compareMessages(a, b, "bytes", (path) => (covered(shorten(path)) ? [] : undefined));
  const values = found.map(({ path, kind, expected, got }) => {
    const how = kind === "value" ? "" : ` (${kind})`;
    return `${shorten(path)}${how}: ${expected} -> ${got}`;
  });
  return [...masks, ...values];
}

function maskChanges(kept: readonly Mask[], fresh: readonly Mask[]): string[] {
  const gone = kept.filter((mask) => !fresh.some((other) => alike(mask, other)));
  const come = fresh.filter((mask) => !kept.some((other) => alike(mask, other)));
  return [
    ...gone.map((mask) => `${mask.at}: no longer varies as ${describeMask(mask)}`),
    ...come.map((mask) => `${mask.at}: varies as ${describeMask(mask)}`),
  ];
}

/** Whether two masks are equivalent. A time's offset varies from recording to recording, within the tolerance. */
function alike(a: Mask, b: Mask): boolean {
  if (a.at !== b.at) return false;
  if (a.is === "time" && b.is === "time" && a.since === b.since) return Math.abs(a.offset - b.offset) <= a.within;
  return describeMask(a) === describeMask(b);
}

const unplaced = (bindings: ExchangeStep["bindings"]) => bindings.map(({ at, name }) => ({ at, name }));

function messageOf(frame: Uint8Array | undefined): Message | undefined {
  // A raw case may send bytes that are no frame.
  const { inner, message } = (frame === undefined ? undefined : tryOpenFrame(frame)) ?? {};
  return inner === undefined || message === undefined ? undefined : { item: message, bytes: inner };
}
