import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import type { Golden } from "../golden/format.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { parseExpectFile } from "../judge/expect-file.ts";
import type { Result } from "./result.ts";
import { writtenExpect } from "./write-expect.ts";

/** A case with this many differences, each in another reply. */
function diverged({ id, file, title, requires }: Golden, count: number): Result {
  const finding = { step: 1, path: "result", kind: "value", expected: "1", got: "2", offset: 0 } as const;
  const around = { line: 1, call: ["now()"], sent: "", recorded: "", replied: "" };
  return {
    suite: "golden",
    case: id,
    file,
    title,
    requires,
    outcome: "diverged",
    milliseconds: 1,
    reason: "it differs",
    detail: undefined,
    differences: Array.from({ length: count }, (_, i) => ({ ...finding, ...around, reply: i + 1 })),
    expected: 0,
    listed: [],
    stale: [],
    bytes: { compared: 1, masked: 0 },
  };
}

const facts = { daemon: "mine 0.3", compare: "ordered", fresh: false } as const;
const write = (golden: Golden, count: number) =>
  writtenExpect(facts, undefined, [golden], [diverged(golden, count)], "not done yet");
const read = (text: string) => parseExpectFile("mine", "mine.yaml", text);

describe("writtenExpect()", () => {
  const golden = goldenOf([exchangeOf()], { id: "a/table" });

  it("lists the few differences of a case one by one", () => {
    const { text, differences, entries } = write(golden, 3);
    expect([differences, entries, read(text).known.length, read(text).shorts.length]).toEqual([3, 1, 3, 0]);
  });

  it("lists a case with many differences as one entry", () => {
    const { text, differences, entries, added } = write(golden, 500);
    expect([differences, entries, added]).toEqual([500, 1, 1]);
    expect(read(text).shorts).toMatchObject([{ cases: "a/table", reason: "not done yet", flaky: false }]);
  });

  it("lists a case as one that may differ or not where its answers are drawn by lot", () => {
    const reply = {
      bytes: replyOf("1"),
      says: "1",
      masks: [],
      choices: [{ bytes: replyOf("1"), says: "1", share: 1 }],
    };
    const drawn = goldenOf([exchangeOf({ replies: [reply] })], { id: "a/lots" });
    expect(read(write(drawn, 1).text).shorts).toMatchObject([{ cases: "a/lots", flaky: true }]);
  });

  it("counts reasons to fill in, and fills those of the former file", () => {
    const empty = writtenExpect(facts, undefined, [golden], [diverged(golden, 2)], "");
    expect([empty.lacking, read(empty.text).lacking]).toEqual([1, [5]]);
    const filled = writtenExpect(facts, read(empty.text), [golden], [diverged(golden, 2)], "as of 0.3");
    expect([filled.added, filled.lacking, read(filled.text).lacking]).toEqual([0, 0, []]);
    expect(read(filled.text).known).toMatchObject([{ reason: "as of 0.3" }, { reason: "as of 0.3" }]);
  });

  describe("for a method that is missing", () => {
    const calls = (id: string, count: number) => {
      const steps = Array.from({ length: count }, (_, i) => exchangeOf({ number: i + 1, line: i }));
      return goldenOf(steps, { id });
    };
    /** A case in which the steps with these numbers got an error reply. */
    const failing = (golden: Golden, ...steps: number[]): Result => {
      const [finding] = diverged(golden, 1).differences;
      if (finding === undefined) throw new Error("no difference");
      const replied = frameOf(assemble(`{'id': 1, 'error': {'message': "no such method: now"}}`)).toString("hex");
      const differences = steps.map((step) => ({ ...finding, step, path: "error", kind: "extra" as const, replied }));
      return { ...diverged(golden, 0), outcome: steps.length === 0 ? "passed" : "diverged", differences };
    };
    const [one, two] = [calls("a/one", 2), calls("a/two", 1)];
    const says = "no such method: now";

    it("has one entry, whatever cases call it", () => {
      const results = [failing(one, 1, 2), failing(two, 1)];
      const { text, differences, entries, added } = writtenExpect(facts, undefined, [one, two], results, "later");
      expect([differences, entries, added]).toEqual([3, 1, 1]);
      expect(read(text)).toMatchObject({ known: [], shorts: [{ missing: { method: "now", says }, reason: "later" }] });
    });

    it("has no such entry where another call of it is answered", () => {
      const { text } = writtenExpect(facts, undefined, [one, two], [failing(one, 1), failing(two)], "later");
      expect(read(text)).toMatchObject({ known: [{ case: "a/one", step: 1 }], shorts: [] });
    });

    it("has such an entry where a malformed call gets another error, which is listed by itself", () => {
      const many = calls("a/many", 12);
      const result = failing(many, ...Array.from({ length: 12 }, (_, i) => i + 1));
      const other = frameOf(assemble(`{'id': 1, 'error': {'message': "no list"}}`)).toString("hex");
      const differences = result.differences.map((each) => (each.step === 1 ? { ...each, replied: other } : each));
      const { text } = writtenExpect(facts, undefined, [many], [{ ...result, differences }], "later");
      expect(read(text)).toMatchObject({ known: [{ step: 1 }], shorts: [{ missing: { method: "now", says } }] });
    });

    it("keeps the entry with its reason, and drops it when the method is there", () => {
      const before = read(writtenExpect(facts, undefined, [two], [failing(two, 1)], "later").text);
      const again = writtenExpect(facts, before, [one, two], [failing(one, 1, 2), failing(two, 1)], "another");
      expect([again.added, read(again.text).shorts]).toMatchObject([0, [{ missing: { says }, reason: "later" }]]);
      const mended = writtenExpect(facts, before, [one, two], [failing(one), failing(two)], "another");
      expect(read(mended.text).shorts).toEqual([]);
    });
  });
});
