import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemble, NotationError } from "./assemble.ts";
import { parseItem } from "./item.ts";
import { notate } from "./notation.ts";
import { anyItem } from "./testing/any-item.ts";

function read(hex: string): string {
  const bytes = Buffer.from(hex, "hex");
  return notate(parseItem(bytes), bytes);
}

describe("notate()", () => {
  it.each([
    ["1800", "0_0"],
    ["1bffffffffffffffff", "18446744073709551615"],
    ["3bffffffffffffffff", "-18446744073709551616"],
    ["fb3ff0000000000000", "1.0_3"],
    ["fa3f800000", "1.0_2"],
    ["f93c00", "1.0_1"],
    ["f98000", "-0.0_1"],
    ["fb7ff8000000000000", "NaN_3"],
    ["fb7ff0000000000001", "float'7ff0000000000001'"],
    ["f9fc00", "-Infinity_1"],
    ["fb4341c37937e08000", "10000000000000000.0_3"],
    ["4161", "'a'"],
    ["4127", "'\\''"],
    ["4100", "h'00'"],
    ["40", "''"],
    ["580161", "'a'_0"],
    ["6161", '"a"'],
    ["63c3a922", '"é\\""'],
    ["64ff61c328", '"\\xffa\\xc3("'],
    ["655c5cff5c78", '"\\\\\\\\\\xff\\\\x"'],
    ["645c786666", '"\\\\xff"'],
    ["5f41614100ff", "(_ 'a', h'00')"],
    ["7fff", '""_'],
    ["d88082f5f6", "128([true, null])"],
    ["d90018f6", "24_1(null)"],
    ["9f01ff", "[_ 1]"],
    ["980101", "[_0 1]"],
    ["9800", "[_0]"],
    ["bfff", "{_}"],
    ["a20102616103", '{1: 2, "a": 3}'],
    ["f7", "undefined"],
    ["e0", "simple(0)"],
    ["f820", "simple(32)"],
    ["c249010000000000000000", "2(h'010000000000000000')"],
  ])("reads %s as %s", (hex, notation) => {
    expect(read(hex)).toBe(notation);
    expect(assemble(notation).toString("hex")).toBe(hex);
  });

  it("elides what nobody can read: 600 levels", () => {
    const deep = `${"81".repeat(600)}00`;
    expect(read(deep)).toBe(`${"[".repeat(501)}...${"]".repeat(501)}`);
  });
});

describe("assemble()", () => {
  it.each([
    ["bytes", "'", "'"],
    ["text", '"', '"'],
    ["hex", "h'", "'"],
  ])("reads %s of many megabytes", (_, before, after) => {
    expect(assemble(`${before}${"61".repeat(6 << 20)}${after}`).length).toBeGreaterThan(6 << 20);
  });

  it("reads a byte of a byte string as protocol.md writes it, and no other escape as its letter", () => {
    expect(assemble("'a\\xffz\\\\\\''").toString("hex")).toBe("4561ff7a5c27");
    expect(() => assemble("[1, 'a\\n']")).toThrow("Cannot read notation at character 4: expected no escape but");
  });

  it("gives back the bytes of any item that was notated", () => {
    fc.assert(
      fc.property(anyItem(), (bytes) => {
        expect(assemble(notate(parseItem(bytes), bytes)).toString("hex")).toBe(bytes.toString("hex"));
      }),
    );
  });

  it("embeds a sequence in a byte string with << >>", () => {
    expect(assemble("24(<<{'id': 1}, 5>>)").toString("hex")).toBe("d81846a14269640105");
  });

  it("writes a float without an indicator as a double", () => {
    expect(assemble("0.5").toString("hex")).toBe("fb3fe0000000000000");
  });

  it.each([
    ["[1", 2],
    ["{1 2}", 3],
    ["1 2", 2],
    ["wat", 0],
    ["(_ 1)", 2],
    ["24(1", 4],
    ["[300_0]", 1],
    ["-65537_1", 0],
    ["18446744073709551616", 0],
  ])("refuses %s at character %i", (text, at) => {
    let caught: unknown;
    try {
      assemble(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(NotationError);
    expect(caught).toMatchObject({ at });
  });
});
