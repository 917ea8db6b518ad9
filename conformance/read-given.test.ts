import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fileSync } from "tmp";
import { describe, expect, it } from "vitest";
import { FileError, readGiven, readGivenText } from "./read-given.ts";

describe("readGiven()", () => {
  it("reads the whole of a file that takes several pieces", () => {
    const file = fileSync();
    const content = Buffer.alloc(150_000, "abc");
    writeFileSync(file.name, content);
    expect(readGiven(file.name).equals(content)).toBe(true);
    file.removeCallback();
  });

  it("names a folder that is given instead of a file", () => {
    expect(() => readGiven("/tmp")).toThrow("/tmp is a folder, not a file");
  });

  it("ends at its bound where a file has no end", () => {
    expect(() => readGiven("/dev/zero", 2 ** 20)).toThrow(FileError);
    expect(() => readGiven("/dev/zero", 2 ** 20)).toThrow("/dev/zero holds more than 1 MiB");
  });
});

describe("readGivenText()", () => {
  it.each([
    ["decompresses to more than its bound", gzipSync(Buffer.alloc(2 ** 21)), "holds more than 1 MiB"],
    ["is not compressed", Buffer.from("text"), "holds what cannot be decompressed: Error: incorrect header check"],
    [
      "ends early",
      gzipSync("text").subarray(0, 15),
      "holds what cannot be decompressed: Error: unexpected end of file",
    ],
  ])("names a file that %s", (_, content, why) => {
    const file = fileSync({ postfix: ".gz" });
    writeFileSync(file.name, content);
    expect(() => readGivenText(file.name, 2 ** 20)).toThrow(`${file.name} ${why}`);
    file.removeCallback();
  });
});
