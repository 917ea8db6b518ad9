import { writeFileSync } from "node:fs";
import { fileSync } from "tmp";
import { describe, expect, it } from "vitest";
import { FileError, readGiven } from "./read-given.ts";

describe("readGiven()", () => {
  it("reads the whole of a file that takes several pieces", () => {
    const file = fileSync();
    const content = Buffer.alloc(150_000, "abc");
    writeFileSync(file.name, content);
    expect(readGiven(file.name).equals(content)).toBe(true);
    file.removeCallback();
  });

  it("ends at its bound where a file has no end", () => {
    expect(() => readGiven("/dev/zero", 2 ** 20)).toThrow(FileError);
    expect(() => readGiven("/dev/zero", 2 ** 20)).toThrow("/dev/zero holds more than 1 MiB");
  });
});
