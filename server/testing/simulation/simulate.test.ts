import { describe, expect, it } from "vitest";
import { FLAWS } from "../flaws/catalogue.ts";
import { simulate } from "./simulate.ts";

const CALLS = 4_000;
const CLIENTS = 16;

describe("simulate()", () => {
  it.each([1, 2, 3])("finds nothing wrong with the reference, seed %i", (seed) => {
    const { violations, counts, cuts } = simulate({ seed, calls: CALLS, clients: CLIENTS });
    expect(violations).toEqual([]);
    expect(counts.answered).toBeGreaterThan(CALLS * 0.9);
    expect(Math.min(counts.handedOut, cuts)).toBeGreaterThan(0);
  });

  it("gives the same result for the same seed, and a different one for another seed", () => {
    const historyOf = (seed: number) => {
      const entries: string[] = [];
      simulate({ seed, calls: 500, clients: CLIENTS, onEntry: (entry) => entries.push(JSON.stringify(entry)) });
      return entries;
    };
    expect(historyOf(7)).toEqual(historyOf(7));
    expect(historyOf(7)).not.toEqual(historyOf(8));
  });
});

describe("a flaw of the reference", () => {
  it("has a unique name, and there are at least thirty flaws", () => {
    expect(new Set(FLAWS.map(({ name }) => name)).size).toBe(FLAWS.length);
    expect(FLAWS.length).toBeGreaterThanOrEqual(30);
  });

  it.each(["finished-again-available", "bundle-lease-short", "finish-lost-on-cut", "page-repeats", "locked-twice"])(
    "is found: %s",
    (name) => {
      const flaw = FLAWS.find((each) => each.name === name);
      const found = [1, 2, 3, 4].some((seed) => {
        const flawed = { seed, calls: CALLS, clients: CLIENTS, ...(flaw === undefined ? {} : { flaw }) };
        return simulate(flawed).violations.length > 0;
      });
      expect(found).toBe(true);
    },
  );
});
