import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROTOCOL } from "../package-files.ts";
import { TIERS } from "../protocol/clauses.ts";
import { demandOf } from "../protocol/demand.ts";
import { allClauses } from "../protocol/protocol.ts";
import { parseSteps } from "../protocol/steps.ts";
import { guided } from "./guide.ts";
import { traitsOf } from "./select.ts";
import { goldens } from "./suite.ts";

describe("guided()", () => {
  const steps = parseSteps(readFileSync(PROTOCOL, "utf8"), allClauses().values());
  const order = guided(goldens(), steps);

  it("has every case once, step after step", () => {
    expect(order.length).toBe(goldens().length);
    expect(new Set(order.map(({ golden }) => golden.id)).size).toBe(order.length);
    const numbers = order.map(({ step }) => step?.number ?? Number.POSITIVE_INFINITY);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it("asks for no method before the step that brings it", () => {
    const first = order.find(({ golden }) => traitsOf(golden).methods.includes("get_work"));
    expect(first?.step?.number).toBeGreaterThanOrEqual(6);
    const spelled = order.find(({ golden }) => golden.id === "daemon/spellings-of-a-method-Worker-stats-3");
    expect(spelled?.step?.number).toBe(10);
    const locks = order.find(({ golden }) => golden.id.startsWith("locks/"));
    expect(locks?.step?.number).toBe(15);
  });

  it.each([
    ["clauses/bytes-behind-a-message", 10],
    ["clauses/long-heads-in-a-message", 5],
    ["wire/frame-completed-later", 5],
  ])("sees the methods of %s, which are notated as bytes", (id, number) => {
    expect(order.find(({ golden }) => golden.id === id)?.step?.number).toBe(number);
  });

  it("puts the cases of more basic tiers first within a step", () => {
    for (const step of steps) {
      const tiers = order.filter((each) => each.step === step).map(({ golden }) => demandOf(golden.requires).tier);
      const ranks = tiers.map((tier) => (tier === undefined ? -1 : TIERS.indexOf(tier)));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    }
  });
});
