// Converts a session with a peer's replies into the exchanges that the peers' rules read: one for each request of a
// step, and for each call of a batch.
import { frameOf, openFrame, splitFrames } from "../cbor/frame.ts";
import { shorten } from "../cbor/path.ts";
import type { GoldenReply } from "../golden/format.ts";
import type { Sending } from "../golden/script.ts";
import type { Difference } from "../judge/difference.ts";
import { answerIn } from "../protocol/call.ts";
import type { Finding } from "../run/result.ts";
import type { Exchange, PeerRules, Place } from "./rule.ts";

/** The parts of a step that rules read. */
export type Asked =
  | { readonly kind: "wait"; readonly number: number }
  | (Pick<Sending, "kind" | "number" | "sends" | "closes"> & {
      readonly replies: readonly Pick<GoldenReply, "bytes">[];
    });

/** A difference with the hex of the received reply; empty if there was none. */
export type Replied = Difference & Pick<Finding, "replied">;

/**
 * Every difference with its exchange and the earlier ones, in the given order.
 * @param readCall parses a request like the peer does
 */
export function placesIn<Found extends Replied>(
  steps: readonly Asked[],
  differences: readonly Found[],
  readCall: PeerRules["readCall"],
): (readonly [Found, Place])[] {
  const known = new Map<number, readonly Exchange[]>();
  const exchangesOf = (step: Asked): readonly Exchange[] => {
    const waited = () => steps.some(({ kind, number }) => kind === "wait" && number < step.number);
    const made = known.get(step.number) ?? exchangesIn(step, differences, readCall, waited());
    known.set(step.number, made);
    return made;
  };
  return differences.flatMap((difference): [Found, Place][] => {
    const step = steps.find((each) => each.number === difference.step);
    if (step === undefined) return [];
    const exchanges = exchangesOf(step);
    const batched = /^message\[(\d+)\](.*)$/.exec(difference.path);
    const at = batched === null ? Math.min(Math.max(difference.reply, 1), exchanges.length) - 1 : Number(batched[1]);
    const exchange = exchanges[at];
    if (exchange === undefined) return [];
    const path = batched === null ? difference.path : shorten(`message${batched[2] ?? ""}`);
    const earlier = steps.filter(({ number }) => number < difference.step);
    const before = [...earlier.flatMap(exchangesOf), ...exchanges.slice(0, at)];
    return [[difference, { difference: { ...difference, path }, exchange, before }]];
  });
}

/** The exchanges of one step; where there is no difference, the peer's reply is the expected one. */
export function exchangesIn(
  step: Asked,
  differences: readonly Replied[],
  readCall: PeerRules["readCall"],
  waited = false,
): Exchange[] {
  if (step.kind === "wait") return [];
  const here = differences.filter(({ step: number }) => number === step.number);
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
      waited,
    }));
}

type Whole = {
  readonly request: Uint8Array;
  readonly expected: Uint8Array | undefined;
  readonly got: Uint8Array | undefined;
};

/** The calls of a batch with their replies, each as a frame of its own. */
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
