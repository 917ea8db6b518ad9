import { Tag } from "cbor-x";
import { describe, expect, it } from "vitest";
import { HandedOut } from "./handed-out.ts";
import { ReplyError } from "./reply.ts";
import { keyOf } from "./request.ts";
import { replyFrame, unit } from "./testing/calls.ts";

const SPECS = ["bench-1", "bench-2"];
const none = new Tag([null, null, null], 128);

/** A reply that hands out these units, as [spec, number]. */
function work(id: number, units: readonly (readonly [string, number])[], asBytes = false): Buffer {
  const tuples = units.map(([spec, number]) => unit(asBytes ? Buffer.from(spec) : spec, keyOf(number), number));
  return replyFrame(id, [units.length === 1 ? tuples[0] : tuples, null]);
}

function read(handedOut: HandedOut) {
  return Array.from({ length: handedOut.count }, (_, place) => [
    SPECS[handedOut.specs[place] ?? 9],
    handedOut.numbers[place],
  ]);
}

describe("HandedOut", () => {
  it.each([["text", false] as const, ["byte strings", true] as const])(
    "reads units of several work specs named by %s",
    (_, asBytes) => {
      const handedOut = new HandedOut(SPECS, 1);
      const seen: unknown[] = [];
      for (const [spec, number] of [
        ["bench-1", 100_000],
        ["bench-2", 123_456],
        ["bench-1", 987_654],
      ] as const) {
        handedOut.read(work(70_000 + number, [[spec, number]], asBytes), 70_000 + number);
        seen.push(...read(handedOut));
      }
      expect(seen).toEqual([
        ["bench-1", 100_000],
        ["bench-2", 123_456],
        ["bench-1", 987_654],
      ]);
    },
  );

  it("reads many units of one reply", () => {
    const handedOut = new HandedOut(SPECS, 100);
    for (const from of [100_000, 200_000]) {
      const units = Array.from({ length: 100 }, (_, index) => ["bench-2", from + 99 - index] as const);
      handedOut.read(work(70_000, units), 70_000);
      expect(read(handedOut)).toEqual(units);
    }
  });

  it.each([
    ["the three nulls", none],
    ["an empty list", []],
  ])("takes %s for no work", (_, result) => {
    const handedOut = new HandedOut(SPECS, 1);
    handedOut.read(work(70_000, [["bench-1", 100_000]]), 70_000);
    handedOut.read(replyFrame(70_001, [result, null]), 70_001);
    expect(handedOut.count).toBe(0);
  });

  it.each([
    ["an error reply", replyFrame(70_001, { error: "boom" }), 'get_work: error reply {"message":"boom"}'],
    [
      "a reply with the id of another call",
      work(70_000, [["bench-1", 100_001]]),
      "get_work: reply to call 70000, not to call 70001",
    ],
    [
      "data of another unit",
      replyFrame(70_001, [unit("bench-1", keyOf(100_001), 100_002), null]),
      "get_work: unexpected reply",
    ],
    ["an unknown work spec", work(70_001, [["bench-9", 100_001]]), "get_work: unexpected reply"],
    ["a message", replyFrame(70_001, [unit("bench-1", keyOf(100_001), 100_001), "no"]), "get_work: unexpected reply"],
    [
      "more units than asked for",
      work(70_001, [
        ["bench-1", 100_001],
        ["bench-1", 100_002],
      ]),
      "get_work: unexpected reply",
    ],
  ])("refuses %s after right replies", (_, frame, message) => {
    const handedOut = new HandedOut(SPECS, 1);
    handedOut.read(work(70_000, [["bench-1", 100_000]]), 70_000);
    expect(() => handedOut.read(frame, 70_001)).toThrow(ReplyError);
    expect(() => handedOut.read(frame, 70_001)).toThrow(message);
  });
});
