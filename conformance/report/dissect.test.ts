import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { allClauses } from "../protocol/protocol.ts";
import { dissect, dissectAround } from "./dissect.ts";

describe("dissect()", () => {
  it("writes a line for every head of a request, with its bytes and clauses", () => {
    expect(
      dissect(requestFrame(1, "now", "")).replaceAll(/ +/g, " "),
    ).toBe(` 0 d8 18 tag 24: CBOR in a byte string (FRAME-2, FRAME-3)
 2 58 18 byte string of 24 bytes (FRAME-4)
 4 a3 map of 3 entries
 5 46 70 61 72 61 6d 73 key 'params' (MSG-16)
 12 80 array of 0 items
 13 42 69 64 key 'id' (MSG-8, MSG-9)
 16 01 1
 17 46 6d 65 74 68 6f 64 key 'method' (MSG-12)
 24 43 6e 6f 77 'now'
`);
  });

  it.each([
    ["24(<<[_ 1]>>)", "of indefinite length  (FRAME-6)"],
    ["24(<<1_2>>)", "1_2  (FRAME-5)"],
    ["24(<<1.5_1>>)", "1.5_1  (FRAME-7)"],
    ["24_1(<<1>>)", "(FRAME-2, FRAME-8)"],
    ["24((_ 'a', 'b'))", "byte string of 2 bytes  (FRAME-10)"],
    ["24(h'0102')", "bytes behind the message  (FRAME-12)"],
    ["24(h'82')", "no message: Cannot read CBOR at byte 1: the item is missing  (FRAME-39)"],
    ["128([1])", "tag 128: a tuple"],
  ])("of %s says %s", (notation, line) => {
    expect(dissect(assemble(notation))).toContain(line);
  });

  it.each([
    ["lists", [0x81], []],
    ["tags", [0xc1], []],
    ["keys of maps", [0xa1], [0]],
    ["values of maps", [0xa1, 0], []],
  ])("annotates %s nested deeper than the stack", (_, opened, after) => {
    const levels = 10_000;
    const repeated = (bytes: number[]) => Array.from({ length: levels }, () => bytes).flat();
    const text = dissect(frameOf(Uint8Array.from([...repeated(opened), 0, ...repeated(after)])));
    expect(text.match(/\n/g)).toHaveLength(3 + levels * (opened.length + after.length));
  });

  it("annotates several frames, and explains an incomplete one at the end", () => {
    const frame = frameOf(assemble("{'id': 1}"));
    const text = dissect(Buffer.concat([frame, frame, frame.subarray(0, 4)]));
    expect(text).toContain(`${String(frame.length).padStart(5)}  d8 18`);
    expect(text).toMatch(/no whole item: Cannot read CBOR at byte \d+: a string of 5 bytes has 1 {2}\(FRAME-25\)\n$/);
  });

  it("shows only the lines around a byte, and counts the others", () => {
    const items = Array.from({ length: 200 }, (_, i) => i % 24).join(", ");
    const frame = frameOf(assemble(`{'id': 1, 'result': [${items}]}`));
    const lines = dissectAround(frame, 100, 8).trimEnd().split("\n");
    expect(lines[0]).toMatch(/^ +\.\.\.\(\d+ lines before\)$/);
    expect(lines.slice(1, -1).map((line) => Number(line.slice(0, 5)))).toEqual([94, 95, 96, 97, 98, 99, 100, 101]);
    expect(lines.at(-1)).toMatch(/^ +\.\.\.\(\d+ lines more\)$/);
    expect(dissectAround(frame, 100, 1000)).toBe(dissect(frame));
  });

  it("names only clauses that exist", () => {
    const text = [requestFrame(1, "now", ""), assemble("24((_ 'a'))"), assemble("24(<<[_ 1_0, 1.0_1]>>)")]
      .map(dissect)
      .join("");
    for (const [id] of text.matchAll(/[A-Z]+-\d+/g)) expect(allClauses().has(id)).toBe(true);
  });
});
