import { describe, expect, it } from "vitest";
import { createPool, isPath, sessionAt } from "./pool.ts";
import { framesOf, movesOf } from "./session.ts";

const options = { maxCalls: 12, time: "moved" } as const;

describe("createPool()", () => {
  it("gives each session a path from which it is generated again", () => {
    const pool = createPool(5, options);
    const drawn = Array.from({ length: 60 }, (_, i) => {
      const next = pool.next(i);
      if (i % 3 === 0) pool.keep(next);
      return next;
    });
    expect(drawn.some(({ path }) => path.split(".").length > 2)).toBe(true);
    for (const { path, session } of drawn) expect(sessionAt(5, path, options).session).toEqual(session);
  });

  it("generates different sessions for different seeds", () => {
    const [one, two] = [5, 6].map((seed) => createPool(seed, options).next(0).session);
    expect(one).not.toEqual(two);
  });

  it("generates only sessions that can be encoded", () => {
    for (let i = 0; i < 100; i++) {
      const { session } = sessionAt(9, `${i}.${i + 1}`, options);
      expect(framesOf(movesOf(session))).toHaveLength(session.filter(({ kind }) => kind !== "wait").length);
    }
  });
});

describe("isPath()", () => {
  it.each([
    ["17", true],
    ["17.4.0", true],
    ["1:2", false],
    ["", false],
    ["17.", false],
  ])("of %j is %j", (text, expected) => expect(isPath(text)).toBe(expected));
});
