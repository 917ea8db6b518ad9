import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { UsageError } from "../command.ts";
import { parseOptions, refuseArguments, shellLine, splitCommand } from "./arguments.ts";

describe("splitCommand()", () => {
  it.each([
    [["a", "--b"], ["a", "--b"], undefined],
    [["a", "--", "c", "--", "--d"], ["a"], ["c", "--", "--d"]],
    [["--"], [], []],
  ])("%j", (argv, own, command) => {
    expect(splitCommand(argv)).toEqual({ own, command });
  });
});

describe("parseOptions()", () => {
  const options = { file: { type: "string" }, loud: { type: "boolean" } } as const;

  it("gives values, and what is no option", () => {
    const { values, positionals } = parseOptions(["one", "--file=x", "--loud", "two"], options);
    expect({ ...values, positionals }).toEqual({ file: "x", loud: true, positionals: ["one", "two"] });
  });

  it.each([
    [["--fiel", "x"], "Unknown option '--fiel'"],
    [["--file"], "Option '--file <value>' argument missing"],
    [["--loud=1"], "Option '--loud' does not take an argument"],
  ])("refuses %j in one sentence", (argv, message) => {
    expect(() => parseOptions(argv, options)).toThrow(new UsageError(message));
  });
});

describe("refuseArguments()", () => {
  it("names the first", () => {
    expect(() => refuseArguments(["x", "y"], "; say --x")).toThrow(new UsageError("'x' is no option; say --x"));
    expect(() => refuseArguments([])).not.toThrow();
  });
});

describe("shellLine()", () => {
  it("is read by a shell as the same words", () => {
    const words = ["plain-1.5", "two words", "it's", "$HOME", "*", "", "a;b", '"'];
    const { stdout } = spawnSync("sh", ["-c", `printf '%s\\n' ${shellLine(words)}`], { encoding: "utf8" });
    expect(stdout.split("\n").slice(0, -1)).toEqual(words);
  });
});
