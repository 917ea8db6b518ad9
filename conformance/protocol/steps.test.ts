import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROTOCOL } from "../package-files.ts";
import { allClauses } from "./protocol.ts";
import { parseSteps } from "./steps.ts";

describe("parseSteps()", () => {
  const steps = parseSteps(readFileSync(PROTOCOL, "utf8"), allClauses().values());

  it("reads the order that the protocol has, from frames to limits", () => {
    expect(steps.map(({ number }) => number)).toEqual(steps.map((_, i) => i + 1));
    expect(steps.length).toBeGreaterThan(10);
    expect([...(steps[0]?.clauses ?? [])].slice(0, 2)).toEqual(["FRAME-1", "FRAME-2"]);
    expect(steps.every(({ clauses }) => clauses.size > 0)).toBe(true);
  });

  it("leaves out no clause of the protocol", () => {
    const named = new Set(steps.flatMap(({ clauses }) => [...clauses]));
    expect([...allClauses().keys()].filter((id) => !named.has(id))).toEqual([]);
  });

  it("takes single clauses and ranges, and nothing of another area", () => {
    const [step] = parseSteps("| 1 | read | FRAME-2 to FRAME-4, MSG-1, all but errors |", allClauses().values());
    expect([...(step?.clauses ?? [])]).toEqual(["FRAME-2", "FRAME-3", "FRAME-4", "MSG-1"]);
  });
});
