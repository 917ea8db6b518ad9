import { describe, expect, it } from "vitest";
import type { Golden } from "../golden/format.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { parseExpectFile } from "../judge/expect-file.ts";
import type { Result } from "./result.ts";
import { writtenExpect } from "./write-expect.ts";

/** A case with so many differences, each in a reply of its own. */
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
    const { text, listed } = write(golden, 3);
    expect([listed, read(text).known.length, read(text).shorts.length]).toEqual([3, 3, 0]);
  });

  it("lists a case with many as a whole", () => {
    const { text, listed, added } = write(golden, 500);
    expect([listed, added]).toEqual([1, 1]);
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
});
