import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborError } from "./cbor-error.ts";
import { encodeHead, encodeIndefinite, headLength, MAJOR, readHead, shortestHead, writeHead } from "./head.ts";

const EDGES = [0, 1, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53];
const argument = fc.oneof(fc.constantFrom(...EDGES), fc.nat(300), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const major = fc.constantFrom(...Object.values(MAJOR)).filter((each) => each !== MAJOR.simple);

describe("encodeHead()", () => {
  it.each<[bytes: string, major: number, argument: number | bigint, indicator?: number]>([
    ["17", MAJOR.unsigned, 23],
    ["3818", MAJOR.negative, 24],
    ["590100", MAJOR.bytes, 256],
    ["7a00010000", MAJOR.text, 65_536],
    ["9b0000000100000000", MAJOR.array, 2 ** 32],
    ["bbffffffffffffffff", MAJOR.map, 2n ** 64n - 1n],
    ["1bfffffffffffffffd", MAJOR.unsigned, 2n ** 64n - 3n],
    ["d818", MAJOR.tag, 24, 0],
    ["d90018", MAJOR.tag, 24, 1],
    ["5a00000001", MAJOR.bytes, 1n, 2],
    ["1b0000000000000007", MAJOR.unsigned, 7, 3],
  ])("%s is major type %i with the argument %s", (bytes, type, value, indicator) => {
    expect(encodeHead(type, value, indicator).toString("hex")).toBe(bytes);
  });
});

it.each(EDGES)("writeHead() writes the same head as encodeHead() for the argument %i", (value) => {
  const buffer = Buffer.alloc(16);
  expect(buffer.subarray(1, writeHead(buffer, 1, MAJOR.text, value))).toEqual(encodeHead(MAJOR.text, value));
});

it("writeHead() writes nothing beside the head", () => {
  fc.assert(
    fc.property(major, argument, fc.nat(3), (type, value, at) => {
      const buffer = Buffer.alloc(16, 0xee);
      const end = writeHead(buffer, at, type, value);
      expect(buffer.subarray(at, end)).toEqual(encodeHead(type, value));
      expect(buffer.fill(0xee, at, end)).toEqual(Buffer.alloc(16, 0xee));
    }),
  );
});

describe("readHead()", () => {
  it("reads what encodeHead() writes, with any width that holds the argument", () => {
    fc.assert(
      fc.property(major, argument, fc.option(fc.nat(3), { nil: undefined }), (type, value, indicator) => {
        fc.pre(indicator === undefined || value < 2 ** (8 * 2 ** indicator));
        const bytes = encodeHead(type, value, indicator);
        expect(readHead(bytes, 0)).toEqual({ major: type, head: bytes.length, argument: value });
        expect(headLength(bytes.readUInt8(0))).toBe(bytes.length);
        if (indicator === undefined) expect(shortestHead(value)).toBe(bytes.length);
        expect(readHead(bytes.subarray(0, -1), 0)).toBeUndefined();
      }),
    );
  });

  it("reads an indefinite length as Infinity", () => {
    expect(readHead(Buffer.of(0, 0x9f), 1)).toEqual({
      major: MAJOR.array,
      head: 1,
      argument: Number.POSITIVE_INFINITY,
    });
  });

  it.each(["1c", "5d", "fe", "1f", "3f", "df", "ff", "f818"])("refuses %s, which is reserved", (bytes) => {
    expect(() => readHead(Buffer.from(bytes, "hex"), 0)).toThrow(CborError);
  });
});

it("an item of indefinite length is its head, its parts and a break", () => {
  expect(encodeIndefinite(MAJOR.text, [Buffer.from("6161", "hex")]).toString("hex")).toBe("7f6161ff");
});
