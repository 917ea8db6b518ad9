import { describe, expect, it } from "vitest";
import { clauseOf, KINDS, VIOLATION_KINDS } from "./kinds.ts";

describe("clauseOf()", () => {
  it.each(VIOLATION_KINDS.filter((kind) => KINDS[kind].clause !== null))("finds the clause that %s breaks", (kind) => {
    expect(clauseOf(kind)).toMatchObject({ id: KINDS[kind].clause, sentence: expect.stringContaining("MUST") });
  });
});
