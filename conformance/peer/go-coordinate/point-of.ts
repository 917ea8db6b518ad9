// Which point of the contract a difference of the Go daemon shows: the rules of live comparison know most; of the rest the
// golden says what it is about.

import { splitFrames } from "../../cbor/frame.ts";
import { answerIn, callIn, elementsOf, stringOf } from "../../explore/call.ts";
import { goCoordinate } from "../../explore/go-coordinate/points.ts";
import type { Exchange } from "../../explore/point.ts";
import type { ExchangeStep, Golden } from "../../golden/format.ts";
import type { Finding } from "../../result.ts";

/** `K7`; undefined when nothing explains the difference. */
export function pointOf(golden: Golden, finding: Finding): string | undefined {
  const steps = golden.steps.filter((step): step is ExchangeStep => step.kind === "exchange");
  const step = steps.find(({ number }) => number === finding.step);
  if (step === undefined) return undefined;
  const before = steps.filter(({ number }) => number < finding.step).map((each) => exchange(each, undefined));
  const here = exchange(step, finding);
  const rule = goCoordinate.find((each) => each.explains?.(finding, here, before) === true);
  const [named, ...others] = golden.requires.flatMap((each) => /\bK\d+\b/.exec(each)?.[0] ?? []);
  if (rule !== undefined) return rule.point;
  return others.length === 0 ? named : undefined;
}

/** A place whose content is another one in each run. */
export type RandomPlace = { readonly step: number; readonly path: string; readonly point: string };

/** Lists of several work units or work specs (K2), and the name that a page of work specs goes on with (K9). */
export function randomPlaces(golden: Golden, findings: readonly Finding[]): RandomPlace[] {
  return golden.steps.flatMap((step): RandomPlace[] => {
    if (step.kind !== "exchange") return [];
    const finding = findings.find((each) => each.step === step.number);
    const { call, expected, got } = exchange(step, finding);
    if (call?.method !== "get_work_units" && call?.method !== "list_work_specs") return [];
    const pairs = [expected, got].map((answer) => (answer.kind === "result" ? elementsOf(answer.item) : []));
    if (!pairs.some(([list]) => elementsOf(list).length > 1)) return [];
    const goesOn = pairs.some(([, next]) => stringOf(next) !== undefined);
    const list = { step: step.number, path: "[0]", point: "K2" };
    return goesOn ? [list, { step: step.number, path: "[1]", point: "K9" }] : [list];
  });
}

/** The exchange as the golden has it, with what the daemon answered where it differs. */
function exchange({ sends, replies, closes }: ExchangeStep, finding: Finding | undefined): Exchange {
  const [request = new Uint8Array()] = splitFrames(Buffer.concat(sends)).frames;
  const expected = answerIn(
    replies.map(({ bytes }) => bytes),
    closes,
  );
  const replied = finding === undefined ? undefined : Buffer.from(finding.replied, "hex");
  const closed = finding?.kind === "closed";
  const got = replied === undefined ? expected : answerIn(replied.length === 0 ? [] : [replied], closed);
  return { call: callOf(request), request, expected, got, sentAt: Number.NaN };
}

function callOf(request: Uint8Array): Exchange["call"] {
  return request.length === 0 ? undefined : callIn(request);
}
