// Makes a golden of a raw case: plays its requests and records the daemon's replies. The definition says how many
// replies there are and whether the connection closes; if the daemon behaves differently, nothing is recorded.

import { openFrame, splitFrames } from "../../cbor/frame.ts";
import { shorten, walk } from "../../cbor/path.ts";
import { elementAt } from "../../element-at.ts";
import { describeReply } from "../../golden/describe.ts";
import type { GoldenReply, Provenance, StepSource } from "../../golden/format.ts";
import { GENERATED_KEY, parseLines } from "../../golden/lines.ts";
import type { Mask } from "../../golden/mask.ts";
import { countUp } from "../../golden/repeat.ts";
import type { Sending, Wait } from "../../golden/script.ts";
import { formatGolden, type GoldenSource } from "../../golden/write.ts";
import type { PlayedStep } from "../../judge/judge.ts";
import { type ReplayOptions, replay } from "../../run/replay.ts";
import { ageIn } from "../age.ts";
import { type Asked, timesIn } from "../times.ts";
import type { RawCase, RawExchange, RawStep } from "./definition.ts";

/** The daemon sent another number of replies than the definition says, or did or did not close the connection. */
class RecordError extends Error {
  override readonly name = "RecordError";
  readonly code = "unlike-definition";
}

/** Records a raw case and returns the content of the golden's file. @throws RecordError */
export async function recordRawCase(
  definition: RawCase,
  recorded: Provenance,
  options: ReplayOptions,
): Promise<string> {
  return formatGolden(await playRawCase(definition, recorded, options));
}

/** Records a raw case and returns the golden before it is formatted. @throws RecordError */
export async function playRawCase(
  definition: RawCase,
  recorded: Provenance,
  options: ReplayOptions,
): Promise<GoldenSource> {
  const steps = stepsOf(definition);
  const played = await replay({ steps }, options);
  const keys = new Map<string, string>();
  const asked = played.map((each) => askedIn(each, steps));
  return {
    title: definition.title,
    requires: definition.requires,
    recorded,
    steps: steps.map((step) => (step.kind === "wait" ? step : answered(definition, step, played, asked, keys))),
    asLines: "lines" in definition,
  };
}

/** A step before it is played: replies are only counted. */
type ScriptedStep =
  | Wait
  | (Omit<Sending, "replies"> & { readonly times: number | undefined; readonly replies: readonly RawReply[] });

/** An expected reply: its content is unknown, unless the definition lists random outcomes. */
type RawReply = Sending["replies"][number] & Partial<Pick<GoldenReply, "says" | "choices">>;

function stepsOf(definition: RawCase): ScriptedStep[] {
  return "lines" in definition ? parseLines(definition.lines.join("\n"), 0, true) : definition.steps.map(toStep);
}

function toStep(step: RawStep, index: number): ScriptedStep {
  const number = index + 1;
  if ("wait" in step) return { kind: "wait", number, seconds: step.wait };
  const { conn = 1, sends, times, closes = false, hangup = false } = step;
  const count = times ?? repliesOf(step);
  const [frame] = sends;
  return {
    kind: "exchange",
    number,
    conn,
    sends: times === undefined || frame === undefined ? sends : [Buffer.concat(countUp(frame, times))],
    replies: Array.from({ length: count }, () => ({ masks: [] })),
    hangup,
    closes,
    bindings: [],
    times,
  };
}

const repliesOf = ({ replies, closes }: RawExchange) => replies ?? (closes === true ? 0 : 1);

function answered(
  definition: RawCase,
  step: Exclude<ScriptedStep, Wait>,
  played: readonly PlayedStep[],
  calls: readonly (readonly Asked[])[],
  keys: Map<string, string>,
): StepSource {
  const answer = played.find((each) => each.step === step.number);
  const refuse = (what: string) => new RecordError(`${definition.id} step ${step.number}: ${what}`);
  if (answer === undefined) throw refuse("it was not played, since an earlier reply did not come");
  if (answer.replies.length !== step.replies.length || answer.rest.length > 0) {
    const came = `${answer.replies.length} replies and ${answer.rest.length} bytes came`;
    throw refuse(`${came}, the definition says ${step.replies.length}`);
  }
  if (answer.closed !== step.closes) throw refuse(`the connection was ${answer.closed ? "" : "not "}closed`);
  const replies = answer.replies.map((bytes, i) => {
    const drawn = step.replies[i];
    if (drawn?.choices !== undefined) return { bytes, says: drawn.says ?? "", masks: [], choices: drawn.choices };
    const says = describeReply(bytes);
    const asked = TIME.test(says) ? askedUpTo(step.number, i, calls) : [];
    const times = timesIn(asked);
    const masks = times.map((time): GoldenReply["masks"][number] => ({ line: 0, is: "time", within: 0, ...time }));
    return { bytes, says, masks: [...masks, ...ageIn(asked), ...generatedKeysIn(bytes, step.number, keys)] };
  });
  return { ...step, replies };
}

/** Masks for keys of units that a continuous spec generated from the time: bound in this step or in an earlier one. */
function generatedKeysIn(bytes: Uint8Array, step: number, known: Map<string, string>): GoldenReply["masks"] {
  const { inner, message } = openFrame(bytes);
  if (inner === undefined || message === undefined) return [];
  const isKey = new RegExp(`^${GENERATED_KEY}$`);
  return [...walk(message, inner)].flatMap(({ path, item }): Mask[] => {
    const key = item.kind === "bytes" ? Buffer.from(item.value).toString("latin1") : "";
    if (!isKey.test(key)) return [];
    const place = { at: shorten(path), line: 0 };
    const bound = known.get(key);
    if (bound !== undefined) return [{ ...place, is: "name", name: bound }];
    const before = [...known.values()].filter((each) => each.split(" ")[1] === String(step)).length;
    const name = `key ${step}${before === 0 ? "" : ` ${before + 1}`}`;
    known.set(key, name);
    return [{ ...place, is: "new-name", name, like: GENERATED_KEY }];
  });
}

/** Matches the notation of replies that may contain a time; a fast check. */
const TIME = /"expir|"age_seconds"|^\d{10,11}$/;

/** The calls up to the one at index `place` of step `number`. @param calls the calls of each step that was played */
function askedUpTo(number: number, place: number, calls: readonly (readonly Asked[])[]): Asked[] {
  return calls.flatMap((asked) => {
    const step = asked[0]?.number ?? 0;
    if (step > number) return [];
    return step === number ? asked.slice(0, place + 1) : asked;
  });
}

/** The calls of a step with their replies; empty unless there is exactly one reply for each frame. */
function askedIn({ step, sentAt, receivedAt, replies }: PlayedStep, steps: readonly ScriptedStep[]): Asked[] {
  const sent = steps[step - 1];
  if (sent?.kind !== "exchange") return [];
  const { frames } = splitFrames(Buffer.concat(sent.sends));
  if (frames.length !== replies.length) return [];
  return frames.map((send, i) => ({ send, reply: elementAt(replies, i), number: step, sentAt, receivedAt }));
}
