import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import type { Golden } from "../golden/format.ts";
import { playedText } from "./played.ts";

const reply = (result: string) => frameOf(assemble(`{'id': 1, 'result': ${result}}`));
const step = { kind: "exchange", line: 1, conn: 1, sends: [], replies: [], hangup: false, closes: false } as const;
const golden: Golden = {
  ...{ id: "a/b", file: "", title: "", requires: [] },
  recorded: { daemon: "", client: "", command: "", at: "" },
  seesWorkers: false,
  unlocks: [],
  steps: [
    { ...step, number: 1, call: ["now()", "clear()"], bindings: [], times: undefined },
    { kind: "wait", number: 2, line: 1, seconds: 1 },
    { ...step, number: 3, call: ["now()"], bindings: [], times: undefined },
  ],
};

describe("playedText()", () => {
  it("shows every request with its time, and every reply with its duration", () => {
    const none = { rest: Buffer.alloc(0), closed: false };
    const played = [
      { step: 1, sentAt: 100, receivedAt: 100.012, replies: [reply("1"), reply("0")], ...none },
      { step: 3, sentAt: 101.5, receivedAt: 101.5, replies: [], rest: Buffer.from("d8", "hex"), closed: true },
    ];
    expect(playedText(golden, played)).toBe(`a/b
    0.000 s  > now()
             > clear()
      12 ms  < 1
             < 0
    1.500 s  > now()
       0 ms  < 1 bytes that are no whole reply
             < (closed)
`);
  });

  it("cuts long requests and replies", () => {
    const long = "n".repeat(60_000);
    const [first, ...rest] = golden.steps;
    if (first?.kind !== "exchange") throw new Error("the first step is an exchange");
    const calls = { ...golden, steps: [{ ...first, call: [`now('${long}')`] }, ...rest] };
    const answer = {
      step: 1,
      sentAt: 0,
      receivedAt: 0,
      replies: [reply(`"${long}"`)],
      rest: Buffer.alloc(0),
      closed: false,
    };
    const [, request = "", answered = ""] = playedText(calls, [answer]).split("\n");
    expect([request.length < 2100, answered.length < 2100]).toEqual([true, true]);
    expect(answered).toMatch(/n\.\.\.\(58,002 characters more\)$/);
  });
});
