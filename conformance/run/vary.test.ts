import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { describeRequests } from "../golden/describe.ts";
import type { Golden } from "../golden/format.ts";
import { parseLines } from "../golden/lines.ts";
import { goldenOf } from "../golden/testing/golden.ts";
import { runCase } from "./case.ts";
import type { Player } from "./player.ts";
import { SHAPES } from "./vary.ts";

const golden = goldenOf(parseLines("set_work_spec({'name': 's'})\n= [true, null]\nclear()\n= 1", 1));

function sentIn(shape: string, of: Golden = golden): Uint8Array[][] {
  const varied = SHAPES[shape]?.(of);
  return (varied?.steps ?? []).map((step) => (step.kind === "wait" ? [] : [...step.sends]));
}

const calls = (shape: string) => sentIn(shape).map((sends) => describeRequests(Buffer.concat(sends)));
const plain = [["set_work_spec({'name': 's'})"], ["clear()"]];

describe("SHAPES", () => {
  it("cut frames without changing a byte", () => {
    for (const shape of ["the first bytes one a segment", "cut at random"]) {
      expect(sentIn(shape).map((sends) => sends.length > 1)).toEqual([true, true]);
      expect(calls(shape)).toEqual(plain);
    }
    expect(
      sentIn("the first bytes one a segment")[0]
        ?.slice(0, 6)
        .map((segment) => segment.length),
    ).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("send steps of one connection as one, with all their replies", () => {
    const [step, ...more] = SHAPES["calls pipelined"]?.(golden)?.steps ?? [];
    expect(more).toEqual([]);
    expect(step).toMatchObject({
      number: 1,
      sends: [Buffer.concat([requestFrame(1, "set_work_spec", "{'name': 's'}"), requestFrame(2, "clear", "")])],
    });
    expect(step?.kind === "exchange" && step.replies).toHaveLength(2);
  });

  it("encode the same calls otherwise", () => {
    expect(calls("longer heads")[1]).toEqual([
      "24(<<{_3 'params'_3: [_3 ], 'id'_3: 2_3, 'method'_3: 'clear'_3}>>)".replace("[_3 ]", "[_3]"),
    ]);
    expect(calls("indefinite lengths")[1]).toEqual([
      "24(<<{_ (_ 'p', 'arams'): [_], (_ 'i', 'd'): 2, (_ 'm', 'ethod'): (_ 'c', 'lear')}>>)",
    ]);
    expect(calls("keys and methods as text")[0]).toEqual([
      '24(<<{"params": [{"name": \'s\'}], "id": 1, "method": "set_work_spec"}>>)',
    ]);
    expect(calls("frames in chunks")[1]?.[0]).toContain("24((_ ");
  });

  it("leave alone what a time or a name of before depends on", () => {
    const timed = goldenOf(parseLines("now()\n= «now»\nclear()\n= 0", 1));
    expect(sentIn("calls pipelined", timed)).toEqual([]);
    const waits = goldenOf(parseLines("clear()\n= 0\nwait 1\nclear()\n= 0", 1));
    expect(sentIn("calls pipelined", waits)).toEqual([]);
  });
});

/** Gives the recorded replies, but none to frames in chunks. */
const whole: Player = {
  name: "a daemon that knows no chunks",
  play: async ({ steps }) =>
    steps.map((step) => {
      const known = step.kind === "exchange" && !step.sends.some((sent) => sent[2] === 0x5f);
      const replies = known && step.kind === "exchange" ? step.replies.map(({ bytes }) => bytes) : [];
      return { step: step.number, sentAt: 0, receivedAt: 0, replies, rest: new Uint8Array(), closed: false };
    }),
  failure: async () => undefined,
};

describe("a case that differs in another shape alone", () => {
  it("says in which, and in the text of the report too", async () => {
    const result = await runCase(golden, { player: whole, compare: "bytes", vary: true });
    expect(result.outcome).toBe("diverged");
    expect(result.reason).toContain("with frames in chunks: ");
    expect(result.detail).toBe("in another shape alone, frames in chunks; --vary plays it");
    expect((await runCase(golden, { player: whole, compare: "bytes" })).outcome).toBe("passed");
  });
});
