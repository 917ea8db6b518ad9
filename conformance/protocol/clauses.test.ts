import { describe, expect, it } from "vitest";
import { parseClauses } from "./clauses.ts";

const ONE =
  "## Locks\n\nProse.\n\n### `lock`\n\n#### LOCK-1\nA `lock` call that fails\nMUST lock nothing.\n\n`core · locks · K25 · probed`\n";

describe("parseClauses()", () => {
  it("reads the id, the sentence over several lines, tier, feature and source, with section and line", () => {
    expect(parseClauses("p.md", ONE)).toEqual([
      {
        id: "LOCK-1",
        area: "LOCK",
        tier: "core",
        feature: "locks",
        source: "K25 · probed",
        sentence: "A `lock` call that fails MUST lock nothing.",
        section: "lock",
        line: 7,
      },
    ]);
  });

  it.each([
    [
      "a heading of the fourth level that is not an id",
      ONE.replace("LOCK-1", "Locks"),
      "p.md:7: '#### Locks' is no clause",
    ],
    ["an unknown area", ONE.replace("LOCK-1", "LUCK-1"), "p.md:7: '#### LUCK-1' is no clause"],
    ["a sentence without MUST", ONE.replace("MUST", "may"), "p.md:7: LOCK-1 has no sentence with MUST"],
    ["a clause without its last line", ONE.replace(/`core.*/, "## Next"), "p.md:7: LOCK-1 lacks its line"],
    ["an unknown tier", ONE.replace("core", "basic"), "p.md:7: LOCK-1 has the tier 'basic'"],
    ["an unknown feature", ONE.replace("· locks", "· lock"), "p.md:7: LOCK-1 has the feature 'lock'"],
    ["a clause without a source", ONE.replace(" · K25 · probed", ""), "p.md:7: LOCK-1 has no source"],
    ["a repeated id", `${ONE}\n${ONE}`, "p.md:19: LOCK-1 stands on line 7 already"],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseClauses("p.md", text)).toThrow(message);
  });
});
