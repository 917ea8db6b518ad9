// The exchanges of a golden with what a peer answered, as the rules of the peers see them: one for each request of a step,
// and for each call of a batch.
import { frameOf, openFrame, splitFrames } from "../cbor/frame.ts";
import { shorten } from "../cbor/path.ts";
import type { ExchangeStep, Golden } from "../golden/format.ts";
import { answerIn, callIn } from "../protocol/call.ts";
import type { Finding } from "../run/result.ts";
import type { Exchange } from "./point.ts";

/** A difference with the exchange it shows in. */
export type Seen = {
  readonly finding: Finding;
  readonly exchange: Exchange;
  /** Where in the reply; inside a batch, where in the reply to that call. */
  readonly path: string;
  /** The exchanges before, oldest first, each with what the peer answered. */
  readonly before: readonly Exchange[];
  /** Whether the session has waited before. */
  readonly waited: boolean;
};

/**
 * Every difference of a golden's replies in its surroundings, in the order given.
 * @param readCall what the peer takes for a call
 */
export function seenIn(golden: Golden, findings: readonly Finding[], readCall = callIn): Seen[] {
  const known = new Map<number, readonly Exchange[]>();
  const exchangesOf = (step: ExchangeStep): readonly Exchange[] => {
    const made = known.get(step.number) ?? exchangesIn(step, findings, readCall);
    known.set(step.number, made);
    return made;
  };
  return findings.flatMap((finding) => {
    const step = golden.steps.find((each) => each.number === finding.step);
    if (step?.kind !== "exchange") return [];
    const earlier = golden.steps.filter(({ number }) => number < finding.step);
    const exchanges = exchangesOf(step);
    const batched = /^message\[(\d+)\](.*)$/.exec(finding.path);
    const at = batched === null ? Math.min(Math.max(finding.reply, 1), exchanges.length) - 1 : Number(batched[1]);
    const exchange = exchanges[at];
    if (exchange === undefined) return [];
    return {
      finding,
      exchange,
      path: batched === null ? finding.path : shorten(`message${batched[2] ?? ""}`),
      before: [
        ...earlier.flatMap((each) => (each.kind === "exchange" ? exchangesOf(each) : [])),
        ...exchanges.slice(0, at),
      ],
      waited: earlier.some(({ kind }) => kind === "wait"),
    };
  });
}

/** The exchanges of one step; without a difference the peer answered what was expected. */
export function exchangesIn(step: ExchangeStep, findings: readonly Finding[], readCall = callIn): Exchange[] {
  const here = findings.filter(({ step: number }) => number === step.number);
  const closed = here.some(({ kind }) => kind === "closed");
  const requests = splitFrames(Buffer.concat(step.sends)).frames;
  const whole = requests.map((request, i) => {
    const expected = step.replies[i]?.bytes;
    const replied = here.find(({ reply }) => Math.max(reply, 1) === i + 1)?.replied;
    const got = replied === undefined ? expected : replied === "" ? undefined : Buffer.from(replied, "hex");
    return { request, expected, got };
  });
  return whole
    .flatMap((each) => callsOfBatch(each) ?? [each])
    .map(({ request, expected, got }) => ({
      call: readCall(request),
      request,
      expected: answerIn(expected === undefined ? [] : [expected], step.closes),
      got: answerIn(got === undefined ? [] : [got], closed),
      sentAt: Number.NaN,
    }));
}

type Whole = {
  readonly request: Uint8Array;
  readonly expected: Uint8Array | undefined;
  readonly got: Uint8Array | undefined;
};

/** The calls of a batch, each with its reply, in frames of their own. */
function callsOfBatch({ request, expected, got }: Whole): Whole[] | undefined {
  const calls = elementFrames(request);
  if (calls === undefined) return undefined;
  const wanted = elementFrames(expected) ?? [];
  const came = elementFrames(got) ?? [];
  return calls.map((call, i) => ({ request: call, expected: wanted[i], got: came[i] }));
}

function elementFrames(frame: Uint8Array | undefined): Uint8Array[] | undefined {
  if (frame === undefined) return undefined;
  const { inner, message } = openFrame(frame);
  if (inner === undefined || message?.kind !== "array") return undefined;
  return message.items.map(({ at, end }) => frameOf(inner.subarray(at, end)));
}
