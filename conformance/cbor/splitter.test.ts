import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemble } from "./assemble.ts";
import { frameOf } from "./frame.ts";
import { parseItem } from "./item.ts";
import { createSplitter } from "./splitter.ts";
import { anyItem } from "./testing/any-item.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The result of a splitter for bytes that arrive in pieces of this size. */
function split(bytes: Uint8Array, size: number) {
  const splitter = createSplitter();
  const frames: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    frames.push(...splitter.push(bytes.subarray(at, at + size)).map(hex));
  }
  return { frames, rest: hex(splitter.rest()), malformed: splitter.malformed()?.code };
}

describe("createSplitter()", () => {
  const frames = [
    frameOf(assemble("{'id': 1}")),
    assemble("24_1((_ 'a', 'b'))"),
    frameOf(assemble(`{'id': 1, 'result': h'${"00".repeat(300)}'}`)),
    assemble("[_ {_ 1: [], 2: {}}, 1(2.5_1), \"\"_, '']"),
    assemble("[[[]]]"),
  ];
  const start = frameOf(assemble("{'id': 2}")).subarray(0, 7);

  it.each([1, 2, 3, 7, 100, 1000])("gives whole frames that came in pieces of %i bytes", (size) => {
    expect(split(Buffer.concat([...frames, start]), size)).toEqual({
      frames: frames.map(hex),
      rest: hex(start),
      malformed: undefined,
    });
  });

  it("ends every item where the parser ends it", () => {
    fc.assert(
      fc.property(anyItem(), fc.integer({ min: 1, max: 9 }), (item, size) => {
        expect(parseItem(item).end).toBe(item.length);
        expect(split(item, size).frames).toEqual([hex(item)]);
      }),
    );
  });

  it.each([
    ["ff", "stray-break"],
    ["1c", "reserved"],
    ["f810", "reserved"],
    ["bf01ff", "odd-map"],
    ["5f01ff", "bad-chunk"],
    ["7f5f4101ffff", "bad-chunk"],
  ])("gives up at %s: %s", (bytes, code) => {
    const came = Buffer.from(`00${bytes}0000`, "hex");
    expect(split(came, 1)).toMatchObject({ frames: ["00"], malformed: code });
  });

  it("gives up at more levels than any message has", () => {
    expect(split(Buffer.alloc(1_000_001, 0x81), 65_536).malformed).toBe("too-large");
  });

  it("looks at each byte of an endless item once: looking again at every piece would take minutes", () => {
    const splitter = createSplitter();
    splitter.push(Uint8Array.of(0x9f));
    const piece = Buffer.alloc(1024, 1);
    for (let i = 0; i < 8192; i++) splitter.push(piece);
    expect(splitter.rest().length).toBe(8192 * 1024 + 1);
  });
});
