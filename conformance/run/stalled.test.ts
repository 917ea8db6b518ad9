import { expect, it } from "vitest";
import { exchangeOf, goldenOf } from "../golden/testing/golden.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { stalledSeconds } from "./stalled.ts";

const wait = { kind: "wait" as const, number: 2, seconds: 1, line: 0 };
const golden = goldenOf([exchangeOf({ number: 1 }), wait, exchangeOf({ number: 3 })]);
const [reply] = golden.steps.flatMap((step) => (step.kind === "exchange" ? step.replies : []));

/** The played exchanges: the first sent at 0, the second after the pause. */
const played = (sentAt: number, receivedAt: number, answers: number): PlayedStep[] =>
  [
    { step: 1, sentAt: 0, receivedAt: 0 },
    { step: 3, sentAt, receivedAt },
  ].map((times) => ({
    ...times,
    replies: Array.from({ length: answers }, () => reply?.bytes ?? new Uint8Array()),
    rest: new Uint8Array(),
    closed: false,
  }));

it.each([
  ["of a case that was played in time, none", 1, 1, 1, 0],
  ["of one whose pause took longer, what it took longer", 1.75, 1.75, 1, 0.75],
  ["of one whose answer was late, how late it came", 1, 1.5, 1, 0.5],
  ["of one whose answer never came, not the wait for it", 1, 6, 0, 0],
])("stalledSeconds() is %s", (_, sentAt, receivedAt, answers, seconds) => {
  expect(stalledSeconds(golden, played(sentAt, receivedAt, answers))).toBe(seconds);
});
