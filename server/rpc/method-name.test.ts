import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { exportedName } from "./method-name.ts";

const binary = (text: string) => Buffer.from(text, "utf8").toString("latin1");

describe("exportedName()", () => {
  it.each([
    ["get_work", "GetWork"],
    ["getWork", "GetWork"],
    ["a.b1c_d", "A.B1cD"],
    ["é_b", "ÉB"],
    ["\u2003a", "\u2003A"],
    ["\u0085a", "\u0085A"],
    ["\ufeffa", "\ufeffa"],
    ["·a", "·a"],
  ])("makes %s into %s", (sent, exported) => {
    expect(exportedName(binary(sent))).toBe(binary(exported));
  });

  it.each([
    ["Ǆ", "ǅ"],
    ["ǆ", "ǅ"],
    ["ǈ", "ǈ"],
    ["ǌ", "ǋ"],
    ["ǳ", "ǲ"],
    ["ა", "ა"],
    ["ᾀ", "ᾈ"],
    ["ᾯ", "ᾯ"],
    ["ᾳ", "ᾼ"],
    ["ῃ", "ῌ"],
    ["ῳ", "ῼ"],
    ["ß", "ß"],
    ["ŉ", "ŉ"],
  ])("puts %s into title case and not upper case, one letter for one", (letter, title) => {
    expect(exportedName(binary(`${letter}a_${letter}`))).toBe(binary(`${title}a${title}`));
  });
});
