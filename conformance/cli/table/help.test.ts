import { describe, expect, it } from "vitest";
import { helpText } from "./help.ts";
import { file, text } from "./kinds.ts";
import { table } from "./table.ts";

describe("helpText()", () => {
  it("is the table, with lines of at most 118 columns", () => {
    const help = helpText(
      table({
        name: "play",
        summary: "plays",
        usage: ["[options] [CASE...]", "-- COMMAND..."],
        about: [`Plays ${"again and ".repeat(12)}again.`],
        groups: {
          "What to play": {
            words: { words: "CASE", is: text, about: "an id" },
            command: { rest: "COMMAND", about: "a daemon", more: "started" },
            keep: { value: "FILE", is: file, about: "where", default: "here", multiple: true, short: "k" },
            mode: { value: "MODE", is: text, about: "how", choices: [["fast", "at once"]] },
            "an-option-of-a-long-name": { about: "say more" },
          },
        },
        notes: "As it is:\n  kept\n",
        exits: { 0: "played", 3: "not played" },
        examples: ["play a", "cat b | coordinate-conformance play b"],
      }),
    );
    expect(help).toBe(`Usage: coordinate-conformance play [options] [CASE...]
       coordinate-conformance play -- COMMAND...

Plays again and again and again and again and again and again and again and again and again and again and again and
again and again.

What to play:
  CASE                     an id
  -- COMMAND...            a daemon; started
  -k, --keep FILE          where; may be repeated (default here)
  --mode MODE              how
    fast        at once
  --an-option-of-a-long-name  say more

--help prints this, --version the version.

As it is:
  kept

Exit code: 0 played; 2 wrong usage; 3 not played.

Examples:
  coordinate-conformance play a
  cat b | coordinate-conformance play b
`);
  });
});
