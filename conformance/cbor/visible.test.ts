import { describe, expect, it } from "vitest";
import { visible, visibleLines, visibleText } from "./visible.ts";

describe("visible()", () => {
  it.each([
    ["\u001b]0;title\u0007", "\\u001b]0;title\\u0007"],
    ["a\u009bb\u0085c\u007fd", "a\\u009bb\\u0085c\\u007fd"],
    ["\u202eabc\u2066", "\\u202eabc\\u2066"],
    ["a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\u00add"],
    ["e\u0301 \u00a0\u2028", "e\\u0301 \\u00a0\\u2028"],
    ["\u{e0041}\ud800", "\\udb40\\udc41\\ud800"],
    ["line\nbreak", "line\\u000abreak"],
  ])("escapes what cannot be seen in %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each(["plain text", "zoé fü 😀 ßA \ufffd", "\\u202e"])("leaves %j alone", (text) => {
    expect(visible(text)).toBe(text);
  });
});

describe("visibleLines()", () => {
  it("leaves no workflow command of the old form in a line", () => {
    expect(visibleLines("a\n##[error]b\r\n")).toEqual(["a", "#\\u0023[error]b\\u000d", ""]);
  });
});

describe("visibleText()", () => {
  it("keeps the lines, and leaves no workflow command at the start of one", () => {
    expect(visibleText("a\u001b[31m\n::error::b\n  ::error::c::\nd::e")).toBe(
      "a\\u001b[31m\n\\u003a:error::b\n  \\u003a:error::c::\nd::e",
    );
  });
});
