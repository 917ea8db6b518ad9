import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Normaliser } from "./normaliser.ts";
import { WireError } from "./wire-error.ts";

function normalised(hex: string): string {
  const sent = Buffer.from(hex.replaceAll(" ", ""), "hex");
  return new Normaliser().normalise(sent, 0, sent.length).toString("hex");
}

function expected(hex: string): string {
  return hex.replaceAll(" ", "");
}

function codeOf(hex: string): string {
  try {
    return normalised(hex);
  } catch (error) {
    if (error instanceof WireError) return error.code;
    throw error;
  }
}

const UUID = "d82550 000102030405060708090a0b0c0d0e0f";

describe("Normaliser: every kind of value, as sent and as kept", () => {
  it.each([
    ["0 in one byte", "00", "00"],
    ["0 in two bytes", "1800", "00"],
    ["5 in three bytes", "190005", "05"],
    ["5 in five bytes", "1a00000005", "05"],
    ["5 in nine bytes", "1b0000000000000005", "05"],
    ["23, the last in the head", "1817", "17"],
    ["24", "18 18", "1818"],
    ["255", "1900ff", "18ff"],
    ["256", "1a00000100", "190100"],
    ["65535", "1a0000ffff", "19ffff"],
    ["65536", "1b0000000000010000", "1a00010000"],
    ["2^32-1", "1b00000000ffffffff", "1affffffff"],
    ["2^32", "1b0000000100000000", "1b0000000100000000"],
    ["2^53+1", "1b0020000000000001", "1b0020000000000001"],
    ["2^63-1", "1b7fffffffffffffff", "1b7fffffffffffffff"],
    ["2^63", "1b8000000000000000", "1b8000000000000000"],
    ["2^64-1", "1bffffffffffffffff", "1bffffffffffffffff"],
    ["-1", "20", "20"],
    ["-1 in nine bytes", "3b0000000000000000", "20"],
    ["-2^63", "3b7fffffffffffffff", "3b7fffffffffffffff"],
    ["K18: -2^63-1", "3b8000000000000000", "3b8000000000000000"],
    ["K18: -2^64", "3bffffffffffffffff", "3bffffffffffffffff"],
    ["half 1.0", "f93c00", "fb3ff0000000000000"],
    ["half -0.0", "f98000", "fb8000000000000000"],
    ["half, the smallest subnormal", "f90001", "fb3e70000000000000"],
    ["half 65504, the largest", "f97bff", "fb40effc0000000000"],
    ["half infinity", "f97c00", "fb7ff0000000000000"],
    ["half -infinity", "f9fc00", "fbfff0000000000000"],
    ["half NaN", "f97e00", "fb7ff8000000000000"],
    ["half NaN with a payload", "f97e01", "fb7ff8040000000000"],
    ["half NaN with a payload and a sign", "f9fe01", "fbfff8040000000000"],
    ["half NaN, a signalling one", "f97c01", "fb7ff8040000000000"],
    ["single 0.1", "fa3dcccccd", "fb3fb99999a0000000"],
    ["single -0.0", "fa80000000", "fb8000000000000000"],
    ["single infinity", "fa7f800000", "fb7ff0000000000000"],
    ["single NaN", "fa7fc00000", "fb7ff8000000000000"],
    ["single NaN with a payload", "fa7fc00001", "fb7ff8000020000000"],
    ["single NaN, a signalling one", "fa7f800001", "fb7ff8000020000000"],
    ["single NaN with a payload and a sign", "faffc00001", "fbfff8000020000000"],
    ["double 1.0", "fb3ff0000000000000", "fb3ff0000000000000"],
    ["double 0.1", "fb3fb999999999999a", "fb3fb999999999999a"],
    ["double -0.0", "fb8000000000000000", "fb8000000000000000"],
    ["double infinity", "fb7ff0000000000000", "fb7ff0000000000000"],
    ["double -infinity", "fbfff0000000000000", "fbfff0000000000000"],
    ["double NaN with its payload", "fb7ff0000000000001", "fb7ff0000000000001"],
    ["false", "f4", "f4"],
    ["true", "f5", "f5"],
    ["null", "f6", "f6"],
    ["undefined", "f7", "f6"],
    ["K18: simple value 0", "e0", "e0"],
    ["K18: simple value 16", "f0", "f0"],
    ["K18: simple value 32", "f820", "f820"],
    ["K18: simple value 255", "f8ff", "f8ff"],
    ["bytes", "42ff00", "42ff00"],
    ["bytes with a long head", "5b000000000000000161", "4161"],
    ["text", "6161", "6161"],
    ["text that is not UTF-8", "62fffe", "62fffe"],
    ["an overlong sequence", "62c080", "62c080"],
    ["a surrogate", "63eda080", "63eda080"],
    ["indefinite bytes", "5f 4161 40 426263 ff", "43616263"],
    ["indefinite text", "7f 6161 626263 ff", "63616263"],
    ["indefinite bytes with a text chunk", "5f 6161 ff", "4161"],
    ["indefinite text with a bytes chunk", "7f 4161 ff", "6161"],
    ["indefinite bytes without chunks", "5f ff", "40"],
    ["an array", "83 01 02 03", "83010203"],
    ["an array with a long head", "9b0000000000000001 01", "8101"],
    ["an indefinite array", "9f 01 02 ff", "820102"],
    ["an empty indefinite array", "9f ff", "80"],
    ["a map", "a1 6161 01", "a1616101"],
    ["an indefinite map", "bf 6161 01 ff", "a1616101"],
    ["an empty indefinite map", "bf ff", "a0"],
    ["an indefinite array of 24 items", `9f ${"00".repeat(24)} ff`, `9818 ${"00".repeat(24)}`],
    ["indefinite within indefinite within definite", "82 9f 9f 01 ff bf 02 9f ff ff ff 9f ff", "82 82 8101 a10280 80"],
    ["indefinite within tags within indefinite", "9f c1 9f c2 9f ff ff ff", "81 c1 81 c2 80"],
    ["a byte-string key", "a1 4161 01", "a1616101"],
    ["a byte-string key that is not UTF-8", "a1 41ff 01", "a141ff01"],
    ["a byte-string key in chunks that is not UTF-8", "a1 5f 41c3 4128 ff 01", "a142c32801"],
    ["a byte-string key in chunks that is UTF-8", "a1 5f 41c3 41a9 ff 01", "a162c3a901"],
    ["a text key in chunks that is not UTF-8", "a1 7f 61ff ff 01", "a161ff01"],
    ["an indefinite byte-string key", "a1 5f 41614162 ff 01", "a162616201"],
    ["byte-string keys at every depth", "a14161 81 d88081 a14162 a14163 4164", "a16161 81 d88081 a16162 a16163 4164"],
    ["a byte and a text key of the same bytes: the last", "a2 4161 01 6161 02", "a1616102"],
    [
      "integer, negative, float, bool and null keys",
      "a5 0101 2002 f93c0003 f404 f605",
      "a5 0101 2002 fb3ff000000000000003 f404 f605",
    ],
    ["1 and 1.0 as keys", "a2 0100 f93c0001", "a2 0100 fb3ff000000000000001"],
    ["undefined as a key", "a1 f7 01", "a1f601"],
    ["undefined and null as keys: the last", "a2 f7 01 f6 02", "a1f602"],
    ["a UUID key", `a1 ${UUID} 01`, `a1${UUID}01`],
    ["K18: an array as a key", "a1 8101 02", "a1810102"],
    ["K18: a map as a key", "a1 a14101 02 03", "a1a161010203"],
    ["K18: a tuple as a key", "a1 d8808101 02", "a1d880810102"],
    ["K18: repeated keys, values of the same kind: the last", "a2 6161 01 6161 02", "a1616102"],
    ["K18: repeated keys, two maps: the last, not merged", "a2 6161 a10101 6161 a10202", "a16161a10202"],
    ["K18: repeated keys, unsigned then text", "a2 6161 01 6161 6162", "a161616162"],
    ["K18: repeated keys, integer then float", "a2 6161 01 6161 f93c00", "a16161fb3ff0000000000000"],
    ["K18: repeated keys, unsigned then negative", "a2 6161 01 6161 20", "a1616120"],
    ["K18: repeated keys, float then integer", "a2 6161 f93c00 6161 02", "a1616102"],
    ["K18: repeated keys, bytes then text", "a2 6161 4162 6161 6163", "a161616163"],
    ["K18: repeated keys, text then bytes", "a2 6161 6162 6161 4163", "a161614163"],
    ["repeated keys, null then a value", "a2 6161 f6 6161 01", "a1616101"],
    ["repeated keys, a value then null", "a2 6161 01 6161 f6", "a16161f6"],
    ["a repeated key in one head and another", "a2 1801 01 01 02", "a10102"],
    ["a key three times among others", "a5 0101 0202 0103 0304 0105", "a3 0202 0304 0105"],
    ["tag 128 around an array", "d880 82 4161 01", "d88082416101"],
    ["tag 128 around an indefinite array", "d880 9f 4161 ff", "d880814161"],
    ["tag 128 in a longer head", "d90080 80", "d88080"],
    ["K18: tag 128 around something else", "d880 01", "d88001"],
    ["a UUID", UUID, UUID],
    ["K18: tag 37 around other bytes", "d825 4101", "d8254101"],
    ["tag 24 around CBOR", "d818 41a0", "d81841a0"],
    ["K18: a date, tag 0", "c0 6161", "c06161"],
    ["K18: a time, tag 1", "c1 1a514b67b0", "c11a514b67b0"],
    ["K18: a bignum", "c2 49010000000000000000", "c249010000000000000000"],
    ["K18: a negative bignum", "c3 49010000000000000000", "c349010000000000000000"],
    ["K18: a decimal fraction", "c4 82 21 196ab3", "c4 82 21 196ab3"],
    ["K18: tag 23", "d7 4161", "d74161"],
    ["K18: tag 32", "d820 6161", "d8206161"],
    ["K18: tag 5000 around a map with byte keys", "d91388 a1 4161 01", "d91388a1616101"],
    ["K18: tag 55799", "d9d9f7 01", "d9d9f701"],
    ["K18: tag 2^40", "db0000010000000000 01", "db000001000000000001"],
    ["K18: a tag in a longer head than needed", "da00000001 01", "c101"],
  ])("%s", (_, sent, kept) => {
    expect(normalised(sent)).toBe(expected(kept));
  });

  it("leaves what follows the item alone", () => {
    expect(normalised("01 02")).toBe("01");
  });

  it.each([
    ["nothing", ""],
    ["a head that ends early", "19 00"],
    ["a string that ends early", "43 6161"],
    ["an array that ends early", "82 01"],
    ["an array of 2^32-1 items without any", "9affffffff"],
    ["an array of 2^64-1 items without any", "9bffffffffffffffff"],
    ["a map that ends before a value", "a1 01"],
    ["a tag around nothing", "c1"],
    ["a reserved head", "1c"],
    ["a reserved head of a string", "5d"],
    ["a simple value below 32 in two bytes", "f818"],
    ["reserved simple value 28", "fc"],
    ["a stray break", "ff"],
    ["a break in a definite array", "82 01 ff"],
    ["an indefinite integer", "1f"],
    ["an indefinite tag", "df"],
    ["an open indefinite array", "9f 01"],
    ["an open indefinite string", "5f 4161"],
    ["an indefinite map with a key and no value", "bf 01 ff"],
    ["a chunk of indefinite length", "5f 5f 4161 ff ff"],
    ["a chunk of indefinite length in an indefinite array", "9f 5f 5f 4161 ff ff ff"],
    ["a chunk that is not a string", "5f 01 ff"],
    ["a chunk that ends early", "5f 43 61 ff"],
  ])("rejects %s", (_, sent) => {
    expect(codeOf(sent)).toBe("malformed-cbor");
  });
});

describe("Normaliser: repeated keys", () => {
  it("leaves the last of each at every depth, also within what is taken out and within keys", () => {
    const inner = "a3 4162 01 6162 02 0303";
    const sent = `a3 6161 ${inner} 6162 82 ${inner} d880 81 ${inner} 4161 ${inner}`;
    const kept = "a2 6162 02 0303";
    expect(normalised(sent)).toBe(expected(`a2 6162 82 ${kept} d88081 ${kept} 6161 ${kept}`));
  });

  it("shortens the head of a map that falls below 24 entries", () => {
    const entries = Array.from({ length: 24 }, (_, i) => `${(i % 23).toString(16).padStart(2, "0")}00`).join("");
    const kept = Array.from({ length: 23 }, (_, i) => `${((i + 1) % 23).toString(16).padStart(2, "0")}00`).join("");
    expect(normalised(`82 b818 ${entries} 01`)).toBe(expected(`82 b7 ${kept} 01`));
  });

  it("keeps 70,000 different keys and takes out 70,000 equal ones", () => {
    const count = 70_000;
    const different = Buffer.alloc(5 + count * 6);
    different.writeUInt8(0xba, 0);
    different.writeUInt32BE(count, 1);
    for (let i = 0; i < count; i++) {
      different.writeUInt8(0x1a, 5 + i * 6);
      different.writeUInt32BE(0x10000 + i, 6 + i * 6);
    }
    expect(new Normaliser().normalise(different, 0, different.length).equals(different)).toBe(true);
    const equal = Buffer.concat([different.subarray(0, 5), Buffer.alloc(count * 2, 7)]);
    expect(new Normaliser().normalise(equal, 0, equal.length).toString("hex")).toBe("a10707");
  });
});

describe("Normaliser: in pieces", () => {
  /** The result of pieces(), and the number of pieces. */
  function inPieces(sent: Buffer, normaliser = new Normaliser()): { kept: Buffer; count: number } {
    const pieces = normaliser.pieces(sent, 0, sent.length);
    for (let count = 1; ; count++) {
      const { done, value } = pieces.next();
      if (done === true) return { kept: value, count };
    }
  }

  /** A map from each of these keys, of this length in bytes, to 1. */
  function mapOf(keys: readonly number[], width: number): Buffer {
    const bytes = Buffer.alloc(5 + keys.length * (width + 3));
    let at = bytes.writeUInt32BE(keys.length, bytes.writeUInt8(0xba, 0));
    for (const key of keys) {
      at = bytes.writeUInt8(width, bytes.writeUInt8(0x58, at));
      bytes.fill(key >> 16, at, at + width);
      at = bytes.writeUInt8(1, bytes.writeUInt16BE(key & 0xffff, at + width - 2));
    }
    return bytes;
  }

  it.each([
    ["keys of 4 bytes", 4],
    ["keys of 200 bytes", 200],
  ])("keeps the last entry of every repeated key of a large map, in their order: %s", (_, width) => {
    const keys = Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 20_011);
    const last = new Map(keys.map((key, i) => [key, i]));
    const expectedKeys = keys.filter((key, i) => last.get(key) === i);
    const { kept } = inPieces(mapOf(keys, width));
    const expectedMap = new Normaliser().normalise(mapOf(expectedKeys, width), 0, mapOf(expectedKeys, width).length);
    expect(kept.equals(expectedMap)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ["a list of 100,000 items", Buffer.concat([Buffer.from("9a000186a0", "hex"), Buffer.alloc(100_000)])],
    ["an indefinite list of 100,000 items", Buffer.from(`9f${"00".repeat(100_000)}ff`, "hex")],
    ["a string of 100,000 chunks", Buffer.from(`5f${"4161".repeat(100_000)}ff`, "hex")],
    ["100,000 nested lists", Buffer.from(`${"81".repeat(100_000)}00`, "hex")],
    ["a map of 50,000 equal keys", Buffer.from(`ba0000c350${"0000".repeat(50_000)}`, "hex")],
    [
      "5,000 maps of nine keys, some of them equal",
      Buffer.from(`991388${"a9010002000300040005000600070007000100".repeat(5000)}`, "hex"),
    ],
  ])("gives what normalise() gives, in many pieces: %s", (_, sent) => {
    const { kept, count } = inPieces(sent);
    expect(kept.equals(new Normaliser().normalise(sent, 0, sent.length))).toBe(true);
    expect(count).toBeGreaterThan(10);
  });

  it.each<[string, string]>([
    ["nested lists", `${"81".repeat(1_000_000)}00`],
    ["nested lists that do not end", "81".repeat(1_000_000)],
    ["indefinite lists", `${"9f".repeat(1_000_000)}${"ff".repeat(1_000_000)}`],
    ["a large map that does not end", `ba000f4240${"0000".repeat(900_000)}`],
    ["a large string", `5a000f4240${"00".repeat(1_000_000)}`],
  ])("needs little memory after it was released, and works as before: %s", (_, hex) => {
    const normaliser = new Normaliser();
    const sent = Buffer.from(hex, "hex");
    let most = 0;
    try {
      const pieces = normaliser.pieces(sent, 0, sent.length);
      while (pieces.next().done !== true) most = Math.max(most, normaliser.capacity);
      most = Math.max(most, normaliser.capacity);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
    expect(most).toBeGreaterThan(1_000_000);
    normaliser.release();
    expect(normaliser.capacity).toBeLessThan(20_000);
    expect(normaliser.normalise(Buffer.from("a2010201039f00ff", "hex"), 0, 5).toString("hex")).toBe("a10103");
  });

  it("is as before after a message that was broken off", () => {
    const normaliser = new Normaliser();
    for (const broken of [
      "a101a101",
      "9f9f",
      "bf019f",
      "5f4161",
      "a90100010001000100010001000100010001",
      "82a20100010061",
    ]) {
      const sent = Buffer.from(broken, "hex");
      expect(() => normaliser.normalise(sent, 0, sent.length)).toThrow(WireError);
      const good = Buffer.from("9fa2010201039f00ffff", "hex");
      expect(normaliser.normalise(good, 0, good.length).toString("hex")).toBe("82a101038100");
    }
  });
});

describe("Normaliser: nesting", () => {
  const DEPTH = 500_000;

  it.each([
    ["arrays", "81", "f6", ""],
    ["tags", "c1", "f6", ""],
    ["maps in values", "a100", "f6", ""],
    ["maps in keys", "a1", "f6", "f6"],
  ])("keeps 500,000 nested %s", (_, open, middle, close) => {
    const hex = open.repeat(DEPTH) + middle + close.repeat(DEPTH);
    const sent = Buffer.from(hex, "hex");
    expect(new Normaliser().normalise(sent, 0, sent.length).equals(sent)).toBe(true);
  });

  it.each([
    ["arrays", "9f", "81"],
    ["maps", "bf00", "a100"],
  ])("makes 500,000 nested indefinite %s definite, in one pass over them", (_, open, definite) => {
    const sent = Buffer.from(`${open.repeat(DEPTH)}00${"ff".repeat(DEPTH)}`, "hex");
    const kept = Buffer.from(`${definite.repeat(DEPTH)}00`, "hex");
    expect(new Normaliser().normalise(sent, 0, sent.length).equals(kept)).toBe(true);
  });

  it("takes a repeated key out at each of 100,000 levels without moving the rest at each", () => {
    const depth = 100_000;
    const sent = Buffer.from(`${"a2000000".repeat(depth)}f6`, "hex");
    expect(
      new Normaliser().normalise(sent, 0, sent.length).equals(Buffer.from(`${"a100".repeat(depth)}f6`, "hex")),
    ).toBe(true);
  });

  it.each([
    ["nested arrays", "81".repeat(100)],
    ["nested indefinite arrays", `${"9f".repeat(99)}${"ff".repeat(99)}`],
    ["an array of nulls", `9864${"f6".repeat(100)}`],
  ])("stops at maxItems items: %s", (_, hex) => {
    const sent = Buffer.from(hex, "hex");
    expect(() => new Normaliser(40).normalise(sent, 0, sent.length)).toThrow(
      expect.objectContaining({
        code: "too-many-items",
        message: "Cannot decode message: more items than maxItems 40",
      }),
    );
  });
});

describe("Normaliser: any bytes", () => {
  it("either rejects them or gives bytes that it gives back as they are", () => {
    const normaliser = new Normaliser();
    // Mostly heads with small arguments, so that many inputs are well-formed.
    const byte = fc.oneof(
      fc.constantFrom(0x00, 0x20, 0x40, 0x41, 0x61, 0x80, 0x81, 0x82, 0x9f, 0xa0, 0xa1, 0xa2, 0xbf, 0xc1, 0xf6, 0xff),
      fc.integer({ min: 0, max: 255 }),
    );
    let wellFormed = 0;
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), (array) => {
        const sent = Buffer.from(array);
        let once: Buffer;
        try {
          once = Buffer.from(normaliser.normalise(sent, 0, sent.length));
        } catch (error) {
          if (error instanceof WireError && error.code === "malformed-cbor") return;
          throw error;
        }
        wellFormed++;
        expect(normaliser.normalise(once, 0, once.length).toString("hex")).toBe(once.toString("hex"));
      }),
      { numRuns: 5_000, seed: 20 },
    );
    expect(wellFormed).toBeGreaterThan(500);
  });
});

describe("Normaliser.pieces()", () => {
  const LEVELS = 1_000_000;

  it.each([
    ["lists", Buffer.concat([Buffer.alloc(LEVELS, 0x81), Buffer.from([0x00])])],
    ["maps", Buffer.concat([Buffer.alloc(2 * LEVELS, "a100", "hex"), Buffer.from([0x00])])],
  ])("ends a million nested %s that end at one place in pieces too", (_, sent) => {
    const pieces = new Normaliser().pieces(sent, 0, sent.length);
    let last = pieces.next();
    let count = 0;
    for (; last.done !== true; last = pieces.next()) count++;
    // The pieces that read the opening heads have 4,096 heads each.
    const begun = Math.ceil((sent[0] === 0xa1 ? 2 * LEVELS : LEVELS) / 4096);
    expect(count - begun).toBeGreaterThan(10);
    expect(last.value.equals(new Normaliser().normalise(sent, 0, sent.length))).toBe(true);
  });
});
