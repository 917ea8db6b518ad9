import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { Cursor } from "./cursor.ts";

function cursor(hex: string): Cursor {
  return new Cursor(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

describe("Cursor", () => {
  it.each([
    ["00", 0n],
    ["1818", 24n],
    ["190100", 256n],
    ["1a00010000", 65_536n],
    ["1b0020000000000001", 2n ** 53n + 1n],
    ["1bffffffffffffffff", 2n ** 64n - 1n],
    ["20", -1n],
    ["3bffffffffffffffff", -(2n ** 64n)],
  ])("reads %s exactly", (hex, value) => {
    expect(cursor(hex).readBigInt()).toBe(value);
  });

  it.each([
    ["an integer", "1b0000000100000000 01"],
    ["a string", "43616263 01"],
    ["a nested array", "82 8101 82 80 a1 6161 43 616263 01"],
    ["a tag", "c2 42 0100 01"],
    ["a tuple", "d880 82 01 02 01"],
    ["a double", "fb3ff0000000000000 01"],
    ["a simple value of two bytes", "f8ff 01"],
    ["null", "f6 01"],
  ])("skips %s to the item behind it", (_, hex) => {
    const over = cursor(hex);
    over.skip();
    expect([over.at, over.initial]).toEqual([over.bytes.length - 1, 1]);
  });

  it("skips 2,000,000 nested arrays", () => {
    const over = cursor(`${"81".repeat(2_000_000)}8001`);
    over.skip();
    expect(over.initial).toBe(1);
  });

  it("gives an item as a stored value, one char a byte", () => {
    const over = cursor("82 42ff00 01");
    over.enter();
    expect(over.readStored()).toBe("\x42\xff\x00");
    expect(over.readStored()).toBe("\x01");
  });

  it.each([
    ["d88080", true],
    ["d88001", false],
    ["d82580", false],
    ["80", false],
  ])("takes %s for a tuple: %s", (hex, isTuple) => {
    expect(cursor(hex).isTuple).toBe(isTuple);
  });

  it.each([
    [`d82550${"00".repeat(16)}`, true],
    ["d8254100", false],
    [`d82650${"00".repeat(16)}`, false],
  ])("takes %s for a UUID: %s", (hex, isUuid) => {
    expect(cursor(hex).isUuid).toBe(isUuid);
  });

  it("reads any name as its bytes, however many names came before", () => {
    const names = Array.from({ length: 3000 }, (_, i) => `${"x".repeat(i % 40)}${i}\xff`);
    for (const name of [...names, ...names]) {
      const head = name.length < 24 ? [0x60 + name.length] : [0x78, name.length];
      const over = new Cursor(Buffer.concat([Buffer.from(head), Buffer.from(name, "latin1"), Buffer.from([0x01])]));
      expect(over.readName()).toBe(name);
      expect(over.readBigInt()).toBe(1n);
    }
  });
});
