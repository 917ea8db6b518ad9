import { describe, expect, it } from "vitest";
import { excerpt, excerpts, windowAt } from "./excerpt.ts";

describe("excerpts()", () => {
  it("leaves values that fit as they are", () => {
    expect(excerpts("a".repeat(200), "nothing", 200)).toEqual(["a".repeat(200), "nothing"]);
  });

  it("shows where two long values begin to differ, with most of the room for what precedes it", () => {
    const same = "n".repeat(65_535);
    const [expected, got] = excerpts(`"${same}": 1${"x".repeat(900)}`, `"${same}": 2`, 40);
    expect(expected).toBe(
      `...(65,509 characters before)...${"n".repeat(27)}": 1${"x".repeat(9)}...(891 characters more)`,
    );
    expect(got).toBe(`...(65,509 characters before)...${"n".repeat(27)}": 2`);
  });

  it("shows the beginning of a value that differs there", () => {
    expect(excerpts("b".repeat(500), "nothing", 40)).toEqual([`${"b".repeat(40)}...(460 characters more)`, "nothing"]);
  });

  it("shows the end of a value that the other one continues", () => {
    const [expected, got] = excerpts("a".repeat(300), "a".repeat(302), 40);
    expect(expected).toBe(`...(262 characters before)...${"a".repeat(38)}`);
    expect(got).toBe(`...(262 characters before)...${"a".repeat(40)}`);
  });
});

describe("excerpt()", () => {
  it("does not cut a character outside the BMP in two", () => {
    expect(excerpt(`${"a".repeat(9)}😀${"b".repeat(9)}`, 10)).toBe(`${"a".repeat(9)}...(11 characters more)`);
  });

  it("counts one character in the singular", () => {
    expect(excerpt("abcdef", 5)).toBe("abcde...(1 character more)");
  });
});

describe("windowAt()", () => {
  it.each([
    ["all of a short sequence", 3, 10, 40, { start: 0, end: 10 }],
    ["the start of a long one", 3, 100, 40, { start: 0, end: 40 }],
    ["its middle", 50, 100, 40, { start: 20, end: 60 }],
    ["its end", 98, 100, 40, { start: 60, end: 100 }],
  ])("is %s", (_, at, length, room, window) => {
    expect(windowAt(at, length, room)).toEqual(window);
  });
});
