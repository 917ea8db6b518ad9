import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { describe, expect, it } from "vitest";
import { UsageError } from "../command.ts";
import { selectCases, type Traits } from "./select.ts";

const cases = ["flow/a", "flow/b[x]", "wire/a", "wire/deep/c"].map((id) => ({ id }));
const TRAITS: Record<string, Traits> = {
  "flow/a": { requires: ["LOCK-1"], methods: ["lock", "now"] },
  "wire/a": { requires: ["K1"], methods: ["get_work"] },
};
const ids = (patterns: string[], skips: string[] = []) => {
  const { run, skip } = selectCases(cases, patterns, skips, ({ id }) => TRAITS[id] ?? { requires: [], methods: [] });
  return [run.map(({ id }) => id), skip.map(({ id }) => id)];
};

describe("selectCases()", () => {
  it.each<[string[], string[], string[][]]>([
    [[], [], [["flow/a", "flow/b[x]", "wire/a", "wire/deep/c"], []]],
    [["flow/a"], [], [["flow/a"], []]],
    [["flow/b[x]"], [], [["flow/b[x]"], []]],
    [["*/a", "flow/*"], [], [["flow/a", "flow/b[x]", "wire/a"], []]],
    [["wire/**"], ["*/a"], [["wire/deep/c"], ["wire/a"]]],
    [["{flow,wire}/a"], [], [["flow/a", "wire/a"], []]],
    [["clause:LOCK-*"], [], [["flow/a"], []]],
    [["point:K1", "method:lock"], [], [["flow/a", "wire/a"], []]],
    [["feature:locks"], [], [["flow/a"], []]],
    [
      [],
      ["method:{lock,get_work}"],
      [
        ["flow/b[x]", "wire/deep/c"],
        ["flow/a", "wire/a"],
      ],
    ],
  ])("of %j without %j gives %j", (patterns, skips, selected) => {
    expect(ids(patterns, skips)).toEqual(selected);
  });

  it("names the patterns for a word that is a folder, a feature, a tier or a method", () => {
    const refused = (word: string) => () => ids([word]);
    expect(refused("flow")).toThrow("no case matches 'flow'; there is 'flow/*'; ");
    expect(refused("locks")).toThrow("there is feature:locks; ");
    expect(refused("core")).toThrow("there is tier:core; ");
    expect(refused("lock")).toThrow("there is method:lock; ");
    expect(refused("LOCK-1")).toThrow("there is clause:LOCK-1; ");
  });

  it("reads patterns from a file", () => {
    const folder = dirSync({ unsafeCleanup: true });
    const file = join(folder.name, "cases");
    writeFileSync(file, "# the first\nflow/a\n\n  wire/*  \n");
    expect(ids([`@${file}`])).toEqual([["flow/a", "wire/a"], []]);
    writeFileSync(file, "# none\n");
    expect(() => ids([`@${file}`])).toThrow(UsageError);
    folder.removeCallback();
    expect(() => ids([`@${file}`])).toThrow(/cannot read the list/);
  });

  it.each([
    [["nosuch"], []],
    [["flow/*"], ["nosuch"]],
    [["flow/a"], ["flow/a"]],
    [["clause:NOSUCH-1"], []],
    [["tier:basic"], []],
    [["colour:red"], []],
  ])("refuses %j without %j", (patterns, skips) => {
    expect(() => ids(patterns, skips)).toThrow(UsageError);
  });
});
