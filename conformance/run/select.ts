// Which cases run: exact ids, globs, and @files that list them.
import { readFileSync } from "node:fs";
import picomatch from "picomatch";
import { UsageError } from "../command.ts";

export type Selection<Case> = { readonly run: readonly Case[]; readonly skip: readonly Case[] };

/**
 * The cases that match one of `patterns` (all when there is none), split by whether they match one of `skips`.
 * @throws UsageError when a pattern matches nothing, or nothing is left
 */
export function selectCases<Case extends { readonly id: string }>(
  cases: readonly Case[],
  patterns: readonly string[],
  skips: readonly string[],
): Selection<Case> {
  const wanted = matching(cases, patterns);
  const unwanted = new Set(matching(cases, skips));
  const selected = patterns.length === 0 ? cases : cases.filter((each) => wanted.includes(each));
  const run = selected.filter((each) => !unwanted.has(each));
  if (run.length === 0) throw new UsageError("nothing is selected: every case is skipped");
  return { run, skip: selected.filter((each) => unwanted.has(each)) };
}

/** Every case that a pattern matches; each pattern must match one, lest a typo pass for a clean run. */
function matching<Case extends { readonly id: string }>(cases: readonly Case[], patterns: readonly string[]): Case[] {
  return patterns.flatMap(expandFile).flatMap((pattern) => {
    const matches = picomatch(pattern);
    const found = cases.filter(({ id }) => id === pattern || matches(id));
    if (found.length === 0) throw new UsageError(`no case matches '${pattern}'; 'list' shows them`);
    return found;
  });
}

/** `@file` stands for the lines of that file; empty ones and those that start with # are left out. */
function expandFile(pattern: string): string[] {
  if (!pattern.startsWith("@")) return [pattern];
  let text: string;
  try {
    text = readFileSync(pattern.slice(1), "utf8");
  } catch (cause) {
    throw new UsageError(`cannot read the list of cases '${pattern.slice(1)}': ${(cause as Error).message}`);
  }
  const lines = text.split("\n").map((line) => line.trim());
  const patterns = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (patterns.length === 0) throw new UsageError(`the list of cases '${pattern.slice(1)}' is empty`);
  return patterns;
}
