import { SequenceEvents } from "cbor2/decoder";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborError } from "./cbor-error.ts";
import { type Item, majorOf, parseItem } from "./item.ts";
import { notate } from "./notation.ts";
import { anyItem } from "./testing/any-item.ts";

const hex = (text: string) => Buffer.from(text, "hex");

/** The offsets of all heads of an item, in byte order. */
function headsOf(item: Item): number[] {
  switch (item.kind) {
    case "bytes":
    case "text":
      return [item.at, ...(item.chunks ?? []).flatMap(headsOf)];
    case "array":
      return [item.at, ...item.items.flatMap(headsOf)];
    case "map":
      return [item.at, ...item.entries.flatMap(({ key, value }) => [...headsOf(key), ...headsOf(value)])];
    case "tag":
      return [item.at, ...headsOf(item.content)];
    default:
      return [item.at];
  }
}

describe("parseItem()", () => {
  it("keeps offset, head width and major type of every item", () => {
    const array = parseItem(hex("ff8219010200"), 1);
    if (array.kind !== "array") throw new Error(array.kind);
    expect(array.items.map((item) => [item.at, item.head, item.end, majorOf(item)])).toEqual([
      [2, 3, 5, 0],
      [5, 1, 6, 0],
    ]);
    expect([array.at, array.head, array.end, majorOf(array)]).toEqual([1, 1, 6, 4]);
  });

  it("stops after the first item", () => {
    expect(parseItem(hex("0102")).end).toBe(1);
  });

  it("keeps text that is no UTF-8 as its bytes", () => {
    expect(parseItem(hex("62fffe"))).toMatchObject({ kind: "text", value: Uint8Array.of(0xff, 0xfe) });
  });

  it("reads 200,000 nested arrays", () => {
    const deep = Buffer.concat([Buffer.alloc(200_000, 0x81), hex("00")]);
    expect(parseItem(deep).end).toBe(200_001);
  });

  it.each([
    ["", "truncated", 0],
    ["18", "truncated", 0],
    ["4261", "truncated", 0],
    ["8201", "truncated", 2],
    ["9affffffff", "truncated", 5],
    ["5bffffffffffffffff", "truncated", 0],
    ["811c", "reserved", 1],
    ["1f", "reserved", 0],
    ["f818", "reserved", 0],
    ["ff", "stray-break", 0],
    ["82ff", "stray-break", 1],
    ["c1ff", "stray-break", 1],
    ["5f6161ff", "bad-chunk", 1],
    ["7f7f6161ffff", "bad-chunk", 1],
    ["bf00ff", "odd-map", 2],
  ])("refuses %s as %s at byte %i", (bytes, code, at) => {
    let caught: unknown;
    try {
      parseItem(hex(bytes));
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(CborError);
    expect(caught).toMatchObject({ code, at });
  });

  it("ends exactly where any well-formed item ends, and needs every byte of it", () => {
    fc.assert(
      fc.property(anyItem(), (bytes) => {
        expect(parseItem(Buffer.concat([bytes, hex("00")])).end).toBe(bytes.length);
        expect(() => parseItem(bytes.subarray(0, -1))).toThrow(CborError);
      }),
    );
  });

  it("finds the same heads at the same places as cbor2 does", () => {
    fc.assert(
      fc.property(anyItem(), (bytes) => {
        let heads: (string | number)[][];
        try {
          heads = [...new SequenceEvents(bytes)].map(([major, info, , at]) => [at, major, info]);
        } catch (error) {
          fc.pre(!/encoded data was not valid/.test(String(error)));
          throw error;
        }
        const seen = heads.filter(([at]) => bytes[Number(at)] !== 0xff);
        expect(headsOf(parseItem(bytes)).map((at) => [at, (bytes[at] ?? 0) >> 5, (bytes[at] ?? 0) & 31])).toEqual(seen);
      }),
    );
  });

  it("gives different notation to different bytes", () => {
    fc.assert(
      fc.property(anyItem(), anyItem(), (a, b) => {
        expect(notate(parseItem(a), a) === notate(parseItem(b), b)).toBe(a.equals(b));
      }),
    );
  });
});
