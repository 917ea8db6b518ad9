// Players with fixed answers, goldens for them, and a run of both.
import { requestFrame } from "../../cbor/frame.ts";
import type { Golden } from "../../golden/format.ts";
import { exchangeOf, goldenOf, replyOf } from "../../golden/testing/golden.ts";
import type { PlayedStep } from "../../judge/judge.ts";
import type { Player } from "../player.ts";
import { type RunOptions, runGoldens, SANITY_CASE } from "../run.ts";

export const reply = replyOf;

export function golden(id: string, call = "now"): Golden {
  const step = exchangeOf({ line: 6, call: [`${call}()`], sends: [requestFrame(1, call, "")] });
  return goldenOf([step], { id, file: `${id}.yaml`, title: id });
}

const answered = (...replies: Buffer[]): PlayedStep[] => [
  { step: 1, sentAt: 0, receivedAt: 0, replies, rest: Buffer.alloc(0), closed: false },
];

export const good = answered(reply("1"));
export const bad = answered(reply("2"));
export const silent = answered();

/** A player that returns these results for each case id in order, and repeats the last one. */
export function player(answers: Record<string, PlayedStep[][]>, more: Partial<Player> = {}): Player {
  const count = new Map<string, number>();
  return {
    name: "fake",
    failure: () => Promise.resolve(undefined),
    play({ id }) {
      const list = answers[id] ?? [good];
      const index = count.get(id) ?? 0;
      count.set(id, index + 1);
      return Promise.resolve(list[Math.min(index, list.length - 1)] ?? []);
    },
    ...more,
  };
}

export const a = golden("a/a");
export const b = golden("a/b");
const sanity = golden(SANITY_CASE);

export function run(answers: Record<string, PlayedStep[][]>, more: Partial<RunOptions> = {}) {
  return runGoldens({
    players: [player(answers)],
    goldens: [a, b],
    sanity,
    ids: ["a/a", "a/b", SANITY_CASE],
    compare: "bytes",
    ...more,
  });
}

export const outcomes = (found: Awaited<ReturnType<typeof run>>) =>
  found.results.map(({ case: id, outcome }) => `${id} ${outcome}`);
