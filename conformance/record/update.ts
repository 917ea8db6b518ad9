// Decides what a new recording changes in the goldens: nothing, when only what a hole covers is different. Then the file
// stays as it is to the byte, its day and its times included, so that a regeneration shows only what really changed.
import { openFrame } from "../cbor/frame.ts";
import { shorten } from "../cbor/path.ts";
import type { ExchangeStep, Golden, GoldenReply, Hole, Step } from "../golden/format.ts";
import { compareMessages, type Message } from "../judge/compare.ts";

/** What changed in a golden, each in a line: `step 3 [0].status: 3 -> 4`. Empty when nothing did. */
export function changesOf(kept: Golden, fresh: Golden): string[] {
  const changes = [
    ...changed("title", kept.title, fresh.title),
    ...changed("requires", list(kept), list(fresh)),
    ...changed("odds", String(kept.odds), String(fresh.odds)),
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

/** Where the two sessions part, since every later step differs. */
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
    ...changed("fills", JSON.stringify(unplaced(kept.fills)), JSON.stringify(unplaced(fresh.fills))),
    ...changed("replies", String(kept.replies.length), String(fresh.replies.length)),
    ...kept.replies.flatMap((reply, i) => replyChanges(reply, fresh.replies[i])),
  ];
}

function requestChanges(kept: ExchangeStep, fresh: ExchangeStep): string[] {
  const same =
    kept.sends.length === fresh.sends.length &&
    kept.sends.every((segment, i) => Buffer.from(segment).equals(fresh.sends[i] ?? new Uint8Array()));
  if (same) return [];
  const covered = (path: string) => kept.fills.some((fill) => fill.at === path);
  const [a, b] = [kept.sends, fresh.sends].map((sends) => (sends.length === 1 ? messageOf(sends[0]) : undefined));
  if (a !== undefined && b !== undefined) {
    const found = compareMessages(a, b, "bytes", (path) => (covered(shorten(path)) ? [] : undefined));
    if (found.length === 0 && kept.fills.length > 0) return [];
  }
  return [`request: ${kept.call.join(", ")} -> ${fresh.call.join(", ")}`];
}

function replyChanges(kept: GoldenReply, fresh: GoldenReply | undefined): string[] {
  if (fresh === undefined) return [];
  const holes = holeChanges(kept.holes, fresh.holes);
  if (Buffer.from(kept.bytes).equals(fresh.bytes)) return holes;
  const [a, b] = [messageOf(kept.bytes), messageOf(fresh.bytes)];
  if (a === undefined || b === undefined) return [...holes, `reply: ${kept.says} -> ${fresh.says}`];
  const covered = (path: string) => [kept, fresh].every((reply) => reply.holes.some((hole) => hole.at === path));
  const found = compareMessages(a, b, "bytes", (path) => (covered(shorten(path)) ? [] : undefined));
  const values = found.map(({ path, kind, expected, got }) => {
    const how = kind === "value" ? "" : ` (${kind})`;
    return `${shorten(path)}${how}: ${expected} -> ${got}`;
  });
  return [...holes, ...values];
}

function holeChanges(kept: readonly Hole[], fresh: readonly Hole[]): string[] {
  const gone = kept.filter((hole) => !fresh.some((other) => alike(hole, other)));
  const come = fresh.filter((hole) => !kept.some((other) => alike(hole, other)));
  return [
    ...gone.map((hole) => `${hole.at}: no longer varies as ${describeHole(hole)}`),
    ...come.map((hole) => `${hole.at}: varies as ${describeHole(hole)}`),
  ];
}

/** The same hole; a time's offset is measured anew each time, so it counts as the same while it fits the old one. */
function alike(a: Hole, b: Hole): boolean {
  if (a.at !== b.at) return false;
  if (a.is === "time" && b.is === "time" && a.since === b.since) return Math.abs(a.offset - b.offset) <= a.within;
  return describeHole(a) === describeHole(b);
}

function describeHole(hole: Hole): string {
  switch (hole.is) {
    case "time":
      return `a time ${hole.offset} s after the request${hole.since === undefined ? "" : ` of step ${hole.since}`}`;
    case "age":
      return `the seconds since step ${hole.since}`;
    case "new-name":
      return `a new name ${hole.name}`;
    case "name":
      return `the name ${hole.name}`;
    case "one-of":
      return `one of ${hole.of.join(", ")}`;
    default:
      return hole satisfies never;
  }
}

const unplaced = (fills: ExchangeStep["fills"]) => fills.map(({ at, name }) => ({ at, name }));

function messageOf(frame: Uint8Array | undefined): Message | undefined {
  if (frame === undefined) return undefined;
  const { inner, message } = openFrame(frame);
  return inner === undefined || message === undefined ? undefined : { item: message, bytes: inner };
}
