// Makes a golden of a raw case: plays its requests and keeps what a daemon answered. The number of replies and the
// closing are the definition's to say, so a daemon that behaves otherwise records nothing.

import { splitFrames } from "../../cbor/frame.ts";
import { elementAt } from "../../element-at.ts";
import { describeReply } from "../../golden/describe.ts";
import type { GoldenReply, Provenance } from "../../golden/format.ts";
import { parseLines } from "../../golden/lines.ts";
import { countUp } from "../../golden/repeat.ts";
import type { Sending, Wait } from "../../golden/script.ts";
import { formatGolden, type GoldenSource, type StepSource } from "../../golden/write.ts";
import type { PlayedStep } from "../../judge/judge.ts";
import { type ReplayOptions, replay } from "../../run/replay.ts";
import { type Asked, timesIn } from "../times.ts";
import type { RawCase, RawExchange, RawStep } from "./definition.ts";

/** A daemon that does not answer as a definition says. */
class RecordError extends Error {
  override readonly name = "RecordError";
  readonly code = "unlike-definition";
}

/** The text of the golden's file. @throws RecordError */
export async function recordRawCase(
  definition: RawCase,
  recorded: Provenance,
  options: ReplayOptions,
): Promise<string> {
  const steps = stepsOf(definition);
  const played = await replay({ steps }, options);
  const source: GoldenSource = {
    title: definition.title,
    requires: definition.requires,
    recorded,
    steps: steps.map((step) => (step.kind === "wait" ? step : answered(definition, step, steps, played))),
    asLines: "lines" in definition,
  };
  return formatGolden(source);
}

/** A step as it is played. */
type ScriptedStep = Wait | (Sending & { readonly times: number | undefined });

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
  steps: readonly ScriptedStep[],
  played: readonly PlayedStep[],
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
    const says = describeReply(bytes);
    const times = TIME.test(says) ? timesIn(askedUpTo(step.number, i, steps, played)) : [];
    const masks = times.map((time): GoldenReply["masks"][number] => ({ line: 0, is: "time", within: 0, ...time }));
    return { bytes, says, masks };
  });
  return { ...step, replies };
}

/** What a reply with a time in it looks like. */
const TIME = /"expir|^\d{10,11}$/;

/** The calls of a case up to one of a step, as far as each is a frame that got a reply of its own. */
function askedUpTo(
  number: number,
  place: number,
  steps: readonly ScriptedStep[],
  played: readonly PlayedStep[],
): Asked[] {
  return played.flatMap(({ step, sentAt, receivedAt, replies }) => {
    const sent = steps[step - 1];
    if (sent?.kind !== "exchange" || step > number) return [];
    const { frames } = splitFrames(Buffer.concat(sent.sends));
    if (frames.length !== replies.length) return [];
    const asked = frames.map((send, i) => ({
      send,
      reply: elementAt(replies, i),
      number: step,
      sentAt,
      receivedAt,
    }));
    return step === number ? asked.slice(0, place + 1) : asked;
  });
}
