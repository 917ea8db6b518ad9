import { describe, expect, it } from "vitest";
import { createProgress } from "./progress.ts";
import { shortenTo, wantsColour } from "./style.ts";
import { goodRun } from "./testing/sample-run.ts";

describe("wantsColour()", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { TERM: "dumb" }, false],
  ])("of a terminal %s with %j is %s", (isTTY, env, wanted) => {
    expect(wantsColour({ write: () => true, isTTY }, env)).toBe(wanted);
  });
});

describe("createProgress()", () => {
  const [result] = goodRun.results;
  const progressOn = (terminal: { isTTY: boolean; columns?: number }) => {
    let text = "";
    const progress = createProgress({ ...terminal, write: (more) => (text += more) }, 5);
    if (result !== undefined) progress.tell(result);
    progress.done();
    return text;
  };

  it("overwrites one line, within the terminal's width, and removes it at the end", () => {
    expect(progressOn({ isTTY: true, columns: 8 })).toBe("\r\u001b[2K1/5  w…\r\u001b[2K");
  });

  it("prints nothing when the output is not a terminal", () => {
    expect(progressOn({ isTTY: false })).toBe("");
  });
});

describe("shortenTo()", () => {
  it.each([
    ["abcdef", 6, "abcdef"],
    ["abcdef", 4, "abc…"],
    ["ab😀def", 4, "ab😀…"],
    ["abc", undefined, "abc"],
  ])("%s in %s columns is %s", (text, columns, shown) => {
    expect(shortenTo(text, columns)).toBe(shown);
  });
});
