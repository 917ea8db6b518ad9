import { describe, expect, it } from "vitest";
import { UsageError } from "../../command.ts";
import { cases, file, listOf, oneOf, seconds, text, whole } from "./kinds.ts";
import { parseLine } from "./parse.ts";
import { reportIn } from "./report-kind.ts";
import { table } from "./table.ts";

const plain = {
  name: "play",
  summary: "plays",
  usage: [""],
  about: [],
  exits: {},
  examples: [],
} as const;

const full = table({
  ...plain,
  groups: {
    One: {
      file: { value: "FILE", is: file, about: "a file" },
      loud: { about: "say more", short: "l" },
      words: { words: "CASE", is: cases, about: "cases" },
      command: { rest: "COMMAND", about: "a daemon" },
    },
    Two: {
      timeout: { value: "SECONDS", is: seconds, about: "at most", default: "5" },
      count: { value: "N", is: whole(9), about: "so many" },
      level: { value: "LEVEL", is: oneOf(["low", "high"]), about: "how high", multiple: true },
      sizes: { value: "N,N", is: listOf(whole()), about: "sizes" },
      goldens: { value: "DIR", is: text, about: "where", aliases: ["transcripts"] },
      report: { value: "FORMAT[=FILE]", is: reportIn(["tap", "json"]), about: "how", multiple: true, default: "tap" },
    },
  },
});
const bare = table({ ...plain, groups: { One: { loud: { about: "say more" } } }, wordsHint: "say --loud" });

describe("parseLine()", () => {
  it("gives the default of what is not given, and undefined where there is none", () => {
    expect(parseLine(full, []).values).toEqual({
      file: undefined,
      loud: false,
      words: [],
      command: undefined,
      timeout: 5000,
      count: undefined,
      level: [],
      sizes: undefined,
      goldens: undefined,
      report: [{ format: "tap", file: undefined }],
    });
  });

  it("reads each value as its kind, and words between the options", () => {
    const argv = ["one", "--file=x", "-l", "two", "--level", "high", "--level=low", "--sizes", "1,20", "--count", "3"];
    expect(parseLine(full, argv).values).toMatchObject({
      file: "x",
      loud: true,
      words: ["one", "two"],
      level: ["high", "low"],
      sizes: [1, 20],
      count: 3,
    });
  });

  it("takes an alias for the option, the last value of one that cannot be repeated, and files of reports", () => {
    const argv = ["--transcripts", "a", "--timeout=1", "--timeout=0.5", "--report", "json=a=b", "--report", "tap"];
    const { values, given } = parseLine(full, argv);
    expect(values).toMatchObject({
      goldens: "a",
      timeout: 500,
      report: [
        { format: "json", file: "a=b" },
        { format: "tap", file: undefined },
      ],
    });
    expect(given[0]).toEqual({ name: "goldens", text: "a" });
  });

  it("leaves all that follows the first -- to the daemon", () => {
    expect(parseLine(full, ["a", "--", "c", "--", "--nosuch"]).values).toMatchObject({
      words: ["a"],
      command: ["c", "--", "--nosuch"],
    });
    expect(parseLine(full, ["--"]).values.command).toEqual([]);
  });

  it.each([
    [["--fiel", "x"], "Unknown option '--fiel'"],
    [["--file"], "Option '--file <value>' argument missing"],
    [["--loud=1"], "Option '-l, --loud' does not take an argument"],
    [["--timeout", "soon"], "--timeout takes seconds, not 'soon'"],
    [["--timeout", "0"], "--timeout takes seconds, not '0'"],
    [["--count", "10"], "--count takes a whole number from 1 to 9, not '10'"],
    [["--count", "1.5"], "--count takes a whole number from 1 to 9, not '1.5'"],
    [["--sizes", "1,1e9"], "--sizes takes a whole number from 1 to 9999999999, not '1e9'"],
    [["--sizes", ","], "--sizes is empty"],
    [["--level", "high", "--level", "toString"], "--level takes low, high, not 'toString'"],
    [["--report", "html"], "'html' is no report; there are tap, json"],
    [["--report", "tap="], "the report 'tap=' lacks its file"],
  ])("refuses %j in one sentence", (argv, message) => {
    expect(() => parseLine(full, argv)).toThrow(new UsageError(message));
  });

  it("refuses words and a daemon where the table has none", () => {
    expect(() => parseLine(bare, ["x"])).toThrow(new UsageError("'x' is no option; say --loud"));
    expect(() => parseLine(bare, ["--", "x"])).toThrow(new UsageError("nothing may follow a -- here"));
  });
});
