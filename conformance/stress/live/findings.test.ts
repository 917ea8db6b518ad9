import { describe, expect, it } from "vitest";
import type { Violation, ViolationKind } from "../checker/violation.ts";
import { Findings } from "./findings.ts";

const violation = (kind: ViolationKind): Violation => {
  return { kind, what: "", subject: "", time: 0, call: null, own: [], around: [] };
};

describe("Findings", () => {
  it("keeps the first fifty, and after them the first three of each kind", () => {
    const findings = new Findings(["wrong-page"]);
    for (let i = 0; i < 60; i++) findings.add(violation("wrong-order"));
    for (let i = 0; i < 5; i++) findings.add(violation("unit-lost"));
    findings.add(violation("wrong-page"));
    expect(findings.violations.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 50 }, () => "wrong-order"),
      "unit-lost",
      "unit-lost",
      "unit-lost",
    ]);
    expect([...findings.kinds]).toEqual([
      ["wrong-order", 60],
      ["unit-lost", 5],
    ]);
    expect([...findings.allowed]).toEqual([["wrong-page", 1]]);
  });
});
