import { describe, expect, it } from "vitest";
import { isAsciiText, isReadable } from "./readable-text.ts";

const binary = (hex: string) => Buffer.from(hex, "hex").toString("latin1");

describe("isReadable()", () => {
  it.each(["", "61", "c3a9", "efbfbf", "f09f9880", "eda080", "61edb080f09f9880eda08062"])(
    "takes %s for text",
    (hex) => {
      expect(isReadable(binary(hex))).toBe(true);
    },
  );

  it.each(["ff", "c3", "c080", "f4908080", "eda0", "eda08080", "ed", "6180"])("does not take %s for text", (hex) => {
    expect(isReadable(binary(hex))).toBe(false);
  });
});

describe("isAsciiText()", () => {
  it.each([0, 31, 32, 33, 100])("finds one other byte at %d of 101", (at) => {
    const bytes = Buffer.alloc(103, 0x61);
    expect(isAsciiText(bytes, 1, 102)).toBe(true);
    bytes[1 + at] = 0x80;
    expect(isAsciiText(bytes, 1, 102)).toBe(false);
    expect(isAsciiText(bytes, 102, 103)).toBe(true);
  });
});
