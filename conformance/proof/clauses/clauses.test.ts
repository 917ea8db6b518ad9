import { describe, expect, it } from "vitest";
import type { Golden } from "../../golden/format.ts";
import { exchangeOf, goldenOf } from "../../golden/testing/golden.ts";
import type { Clause } from "../../protocol/clauses.ts";
import { complaintsAbout, pinnedBy } from "./clauses.ts";

const clause = (id: string, sentence = "It MUST hold."): Clause => ({
  id,
  area: "LOCK",
  tier: "core",
  feature: "none",
  source: "probed",
  sentence,
  section: "lock",
  line: 1,
});

function golden(id: string, requires: readonly string[], says: string, closes = false): Golden {
  const replies = closes ? [] : [{ bytes: new Uint8Array(), says, masks: [] }];
  return goldenOf([exchangeOf({ line: 1, call: ["lock()"], sends: [], replies, closes })], { id, requires });
}

describe("pinnedBy()", () => {
  it("has for each clause its cases, those of them that are refused, the faults caught, and the reason for none", () => {
    const goldens = [
      golden("a/yes", ["LOCK-1"], "[true, null]"),
      golden("a/no", ["LOCK-1", "K1"], '[false, "held"]'),
      golden("a/error", ["LOCK-2"], 'error {"message": "m"}'),
      golden("a/closed", ["LOCK-2"], "", true),
    ];
    const caught = [{ clause: "LOCK-1" }, { clause: "LOCK-1" }];
    const pinned = pinnedBy(
      goldens,
      ["LOCK-1", "LOCK-2", "LOCK-3"].map((id) => clause(id)),
      caught,
      { "LOCK-3": "stress" },
    );
    expect(pinned.map(({ cases, refusing, faults, excluded }) => [cases, refusing, faults, excluded])).toEqual([
      [["a/yes", "a/no"], ["a/no"], 2, undefined],
      [["a/error", "a/closed"], ["a/error", "a/closed"], 0, undefined],
      [[], [], 0, "stress"],
    ]);
  });
});

describe("complaintsAbout()", () => {
  const complaints = (
    goldens: readonly Golden[],
    of: Clause,
    excluded: Record<string, string> = {},
    caught = [{ clause: of.id }],
  ) => complaintsAbout(pinnedBy(goldens, [of], caught, excluded), excluded);

  it("has none where every clause has a case or a reason", () => {
    expect(complaints([golden("a/yes", ["LOCK-1"], "[true, null]")], clause("LOCK-1"))).toEqual([]);
    expect(complaints([], clause("LOCK-1"), { "LOCK-1": "stress shows it" })).toEqual([]);
  });

  it("names a clause without a case, a reason that is out of date, and a reason for no clause", () => {
    expect(complaints([], clause("LOCK-1"))).toEqual(["LOCK-1: no case requires it, and no reason is written down"]);
    const one = [golden("a/yes", ["LOCK-1"], "[true, null]")];
    expect(complaints(one, clause("LOCK-1"), { "LOCK-1": "x", "LOCK-9": "y" })).toEqual([
      "LOCK-1: required by a/yes, so its reason must go",
      "LOCK-9: a reason for a clause that does not exist",
    ]);
  });

  it("names a clause that no fault breaks, unless there is a reason", () => {
    const one = [golden("a/yes", ["LOCK-1"], "[true, null]")];
    expect(complaints(one, clause("LOCK-1"), {}, [])).toEqual([expect.stringMatching(/^LOCK-1: no fault/)]);
    const pinned = pinnedBy(one, [clause("LOCK-1")], [], {}, { "LOCK-1": "it permits" });
    expect(complaintsAbout(pinned, {})).toEqual([]);
  });

  it("names a clause that refuses something where no case of it is refused", () => {
    const refusal = clause("LOCK-1", "A lock of nothing MUST be the error reply `nothing`.");
    expect(complaints([golden("a/yes", ["LOCK-1"], "[true, null]")], refusal)).toEqual([
      "LOCK-1: it refuses something, and no case of it is refused",
    ]);
    expect(complaints([golden("a/no", ["LOCK-1"], 'error {"message": "nothing"}')], refusal)).toEqual([]);
  });
});
