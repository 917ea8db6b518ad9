// Whether the clauses of the document are well-formed and consistent.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { AREAS, parseClauses } from "./clauses.ts";
import { METHODS } from "./methods.ts";

const FILE = fileURLToPath(new URL("./protocol.md", import.meta.url));
const text = readFileSync(FILE, "utf8");
const clauses = parseClauses(FILE, text);

describe("protocol.md", () => {
  it.each(AREAS)("numbers the clauses of %s from 1 without a gap", (area) => {
    const numbers = clauses.filter((clause) => clause.area === area).map(({ id }) => Number(id.split("-")[1]));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
  });

  it("has no sentence twice", () => {
    const sentences = clauses.map(({ sentence }) => sentence);
    expect(sentences.filter((sentence, i) => sentences.indexOf(sentence) !== i)).toEqual([]);
  });

  it.each(Object.entries(METHODS))(
    "has a section on %s that names its parameters in their order",
    (name, { params }) => {
      const section = new RegExp(`^## ${name}\\n\\n\`${name}\\(([^)]*)\\)\``, "m").exec(text);
      const named = (section?.[1] ?? "-").split(", ").map((param) => param.split(":")[0]);
      expect(named).toEqual(params.length === 0 ? [""] : params.map(([param]) => param));
    },
  );

  it("refers to no clause that it does not have", () => {
    const known = new Set(clauses.map(({ id }) => id));
    const referred = [...text.matchAll(new RegExp(`\\b(?:${AREAS.join("|")})-\\d+\\b`, "g"))].map(([id]) => id);
    expect(referred.filter((id) => !known.has(id))).toEqual([]);
  });
});
