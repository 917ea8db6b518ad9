import { describe, expect, it } from "vitest";
import type { Call, Entry } from "../history/call.ts";
import {
  add,
  call,
  getWork,
  heartbeat,
  lock,
  NO,
  number,
  OK,
  remove,
  said,
  setSpec,
  status,
  update,
} from "../testing/story.ts";
import { Checker } from "./checker.ts";
import type { Part } from "./world.ts";

const work = (spec: string, ...keys: string[]) => ({ is: "work", spec, keys }) as const;
const plain = { priority: 0, delay: 0 };

/** Two chained work specs, a lock and a worker, with one violation in each. */
const STORY: Call[] = [
  call(0, 0.1, setSpec("t"), OK),
  call(0.2, 0.3, setSpec("s", { successor: "t" }), OK),
  call(0.4, 0.5, add("a"), OK),
  call(0.6, 0.7, getWork(), work("s", "a")),
  call(0.8, 0.9, update("a", 4, 0, [{ key: "b", ...plain }]), OK),
  call(1, 1.1, getWork("w", 10, 1, ["t"]), work("t", "b")),
  call(1.2, 1.3, getWork("x", 10, 1, ["t"]), work("t", "b")),
  call(1.4, 1.5, status("a"), said(1)),
  call(1.6, 1.7, remove("a"), number(0)),
  call(2, 2.1, lock("x"), OK),
  call(2.2, 2.3, lock("y"), OK),
  call(3, 3.1, heartbeat("w"), NO),
  call(4, 4.1, { do: "workers" }, { is: "keys", keys: [] }),
  call(5, 5.1, { do: "clear" }, number(7)),
];

function judgedBy(part?: Part) {
  const found: string[] = [];
  const checker = new Checker({
    slack: 0,
    onViolation: ({ kind, time }) => found.push(`${time} ${kind}`),
    ...(part === undefined ? {} : { part }),
  });
  for (const each of STORY) checker.take({ kind: "call", call: each } satisfies Entry);
  checker.finish();
  return { found, answered: checker.counts.answered };
}

describe("two checkers that share a history", () => {
  it("together find the violations that a single checker finds, each once", () => {
    const whole = judgedBy();
    const parts = [0, 1].map((index) => judgedBy({ index, count: 2 }));
    expect(parts.flatMap(({ found }) => found).sort()).toEqual([...whole.found].sort());
    expect(whole.found.length).toBeGreaterThan(5);
    expect(parts.every(({ found }) => found.length > 0)).toBe(true);
    expect(parts[0]?.answered).toBe(whole.answered);
  });
});
