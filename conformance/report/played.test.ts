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
});
