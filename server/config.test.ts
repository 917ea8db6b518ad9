import { describe, expect, it } from "vitest";
import { parseItem } from "../conformance/cbor/item.ts";
import { notate } from "../conformance/cbor/notation.ts";
import { readConfig } from "./config.ts";

function read(yaml: string): string {
  const bytes = Buffer.from(readConfig(yaml).stored, "latin1");
  return notate(parseItem(bytes), bytes);
}

describe("readConfig()", () => {
  it.each([
    ["text", '"text"'],
    ["'1'", '"1"'],
    ["\u00e9", '"\u00e9"'],
    ["1", "1"],
    ["-1", "-1"],
    ["18446744073709551615", "18446744073709551615"],
    ["-9223372036854775808", "-9223372036854775808"],
    ["0x1f", "31"],
    ["1.0", "1.0_3"],
    ["2.5e3", "2500.0_3"],
    [".inf", "Infinity_3"],
    [".nan", "NaN_3"],
    ["true", "true"],
    ["yes", "true"],
    ["off", "false"],
    ["null", "null"],
    ["~", "null"],
    ["", "null"],
    ["2020-01-02", '"2020-01-02"'],
    ["2020-01-02 03:04:05", '"2020-01-02 03:04:05"'],
    ["[1, [2, a]]", '[1, [2, "a"]]'],
    ["{b: 1, a: 2}", '{"b": 1, "a": 2}'],
    ["{1: a, 1.5: b, true: c, ~: d}", '{1: "a", 1.5_3: "b", true: "c", null: "d"}'],
    ["|\n  two\n  lines\n", '"two\\nlines\\n"'],
    ["{__proto__: {x: 1}, constructor: 2}", '{"__proto__": {"x": 1}, "constructor": 2}'],
  ])("reads %j as %s", (value, notation) => {
    expect(read(`k: ${value}\n`)).toBe(`{"k": ${notation}}`);
  });

  it("follows aliases and merges", () => {
    expect(read("a: &x {p: 1}\nb: *x\nc:\n  <<: *x\n  q: 2\n")).toBe(
      '{"a": {"p": 1}, "b": {"p": 1}, "c": {"p": 1, "q": 2}}',
    );
  });

  it("takes the last of equal keys", () => {
    expect(read("a: 1\nb: 2\na: 3\n")).toContain('"a": 3');
  });
});

describe("readConfig(): what would not end", () => {
  it.each(["a: &x [1, *x]", "a: &x {b: *x}", "a: &x {b: [{c: *x}]}"])(
    "refuses %s, an alias inside of itself",
    (yaml) => {
      expect(() => readConfig(`${yaml}\n`)).toThrow("line 1, column 1: an alias stands inside of what it stands for");
    },
  );

  it("takes an alias that stands in several places", () => {
    expect(read("a: &x [1]\nb: *x\nc: [*x, *x]\n")).toBe('{"a": [1], "b": [1], "c": [[1], [1]]}');
  });

  it("refuses a configuration that would take minutes, at once", () => {
    expect(() => readConfig(`a: ${"x".repeat(17_000_000)}`)).toThrow("it is larger than 16777216 bytes");
  });

  it.each(["k: v\n", "- [x]\n", "- - x\n", "? x\n"])(
    "refuses at once what it has no room for: very many times %j",
    (entry) => {
      const many = entry.repeat(100_000);
      expect(() => readConfig(many, 200_000_000)).toThrow(
        "it has more than the 83333 entries that V8's heap has room for; NODE_OPTIONS=--max-old-space-size=N makes it larger",
      );
    },
  );

  it("takes megabytes with thousands of keys", () => {
    const yaml = Array.from({ length: 3_000 }, (_, i) => `key${i}: ${"value ".repeat(180)}\n`).join("");
    expect(yaml.length).toBeGreaterThan(3_000_000);
    expect(read(yaml)).toMatch(/^\{"key0": "value .*"key2999": "value [^"]*"\}$/);
  });
});
