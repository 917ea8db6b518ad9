import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Matrix } from "../../proof/mutants/matrix.ts";
import { answers } from "../../proof/mutants/mutant.ts";
import { outcomesOf, readOutcomes, writeOutcomes } from "../../proof/mutants/outcome.ts";
import { table } from "./kill-matrix.ts";

const mutant = (name: string) => answers(name, `wrong as ${name}`, (played) => played);
const MATRIX: Matrix = {
  rows: [
    { mutant: mutant("loud"), touched: 2, killers: ["a/one", "b/two"], level: "python" },
    { mutant: mutant("fine"), touched: 1, killers: ["b/two"], level: "bytes" },
    { mutant: mutant("sly"), touched: 1, killers: [], level: undefined },
  ],
  cases: ["a/one", "b/two"],
  failing: [],
};

describe("table()", () => {
  it("counts killed mutants by level, and lists all mutants", () => {
    const text = table(MATRIX);
    expect(text).toContain("2 of 3 mutants die, and each of the 2 cases kills at least one.");
    expect(text).toContain("1 are seen by what a Python 2 client can tell; 0 more only by the encoding");
    expect(text).toContain("and 1 only byte for byte");
    expect(text).toContain("| wrong as loud | python | 2 | `a/one` |\n| wrong as fine | bytes | 1 | `b/two` |");
    expect(text).toContain("| wrong as sly | none | 0 |  |");
  });
});

describe("readOutcomes()", () => {
  const folder = mkdtempSync(join(tmpdir(), "coordinate-outcomes-"));
  const file = join(folder, "outcomes.jsonl");
  afterAll(() => rmSync(folder, { recursive: true }));

  it("reads what writeOutcomes() writes", () => {
    writeFileSync(file, writeOutcomes(outcomesOf(MATRIX)));
    expect(readOutcomes(file)).toEqual([
      { mutant: "loud", wrong: "wrong as loud", level: "python", kills: 2, first: "a/one" },
      { mutant: "fine", wrong: "wrong as fine", level: "bytes", kills: 1, first: "b/two" },
      { mutant: "sly", wrong: "wrong as sly", level: null, kills: 0, first: null },
    ]);
  });

  it("rejects an invalid line, with its number", () => {
    writeFileSync(file, `${writeOutcomes(outcomesOf(MATRIX).slice(1, 2))}{"mutant":"x","level":"loose"}\n`);
    expect(() => readOutcomes(file)).toThrow(":2: this tells no outcome of a mutant");
  });
});
