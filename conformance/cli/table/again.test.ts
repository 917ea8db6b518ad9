import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandAgain, shellLine } from "./again.ts";
import { text } from "./kinds.ts";
import { parseLine } from "./parse.ts";
import { table } from "./table.ts";

const play = table({
  name: "play",
  summary: "plays",
  usage: [""],
  about: [],
  groups: {
    Options: {
      fresh: { about: "anew", again: true },
      loud: { about: "say more" },
      goldens: { value: "DIR", is: text, about: "where", again: true, aliases: ["transcripts"] },
      command: { rest: "COMMAND", about: "a daemon" },
    },
  },
  exits: {},
  examples: [],
});

describe("commandAgain()", () => {
  it("keeps what one case needs, under the names of the table, and the daemon", () => {
    const line = parseLine(play, ["--loud", "--transcripts", "my goldens", "--fresh", "--", "daemon", "{port}"]);
    expect(commandAgain(play, line, ["a/case"])).toBe(
      "coordinate-conformance play a/case --fresh --goldens 'my goldens' -- daemon '{port}'",
    );
  });
});

describe("shellLine()", () => {
  it("is read by a shell as the same words", () => {
    const words = ["plain-1.5", "two words", "it's", "$HOME", "*", "", "a;b", '"'];
    const { stdout } = spawnSync("sh", ["-c", `printf '%s\\n' ${shellLine(words)}`], { encoding: "utf8" });
    expect(stdout.split("\n").slice(0, -1)).toEqual(words);
  });
});
