// What a command takes, read from its --help, so that no second list of options has to be kept.
import type { Command } from "../../command.ts";

export type Option = {
  /** With its dashes. */
  readonly name: string;
  /** What stands for its value in --help, `FILE`; undefined for a flag. */
  readonly value: string | undefined;
  /** The beginning of its line in --help; empty where --help has no line of its own for it. */
  readonly about: string;
};

export type Completed = {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** Whether it takes cases as arguments. */
  readonly takesCases: boolean;
  /** Words that its argument is one of, where --help writes `one|another`. */
  readonly words: readonly string[];
};

const OPTION = /--[a-z][a-z-]*/g;
const VALUE = /^[ =](\[?[A-Z][A-Z=[\]:,]*)/;

export function completedCommand({ name, summary, help }: Command): Completed {
  // The examples may show the options of other programs.
  const [text = ""] = help.split("\nExamples:");
  const names = [...new Set(text.match(OPTION) ?? []), "--help"];
  const options = [...new Set(names)].map((option) => readOption(option, text));
  const [usage = ""] = text.split("\n");
  const words = / ([a-z]+(?:\|[a-z]+)+)/.exec(usage)?.[1]?.split("|") ?? [];
  return { name, summary, options, takesCases: /\bCASE\b/.test(usage), words };
}

function readOption(name: string, text: string): Option {
  let value: string | undefined;
  let about = "";
  for (const line of text.split("\n")) {
    for (const { index } of line.matchAll(new RegExp(`${name}(?![a-z-])`, "g"))) {
      const rest = line.slice(index + name.length);
      value ??= VALUE.exec(rest)?.[1];
      if (/^ +$/.test(line.slice(0, index)) && about === "") about = rest.split(/ {2,}/)[1] ?? "";
    }
  }
  return { name, value, about: name === "--help" ? "what it does and takes" : firstClause(about) };
}

/** Up to the first colon, semicolon or bracket: as much as fits beside an option. */
function firstClause(text: string): string {
  return text.split(/[:;(]/)[0]?.trim() ?? "";
}
