// The stored results for all mutants, part of the package: written by `npm run self-test`, shown by reports, and
// compared by a test that plays the goldens to the mutants again.
import { readFileSync } from "node:fs";
import { COMPARE_LEVELS, type CompareLevel } from "../../judge/difference.ts";
import type { Matrix } from "./matrix.ts";

export type MutantOutcome = {
  readonly mutant: string;
  /** Short description of the defect. */
  readonly wrong: string;
  /** The least strict comparison level that kills it; null if it survives. */
  readonly level: CompareLevel | null;
  /** Number of cases that kill it. */
  readonly kills: number;
  /** Id of the first case that kills it; null if there is none. */
  readonly first: string | null;
};

/** One outcome per mutant, in the order of the catalogue. */
export function outcomesOf({ rows }: Matrix): MutantOutcome[] {
  return rows.map(({ mutant, level, killers }) => ({
    mutant: mutant.name,
    wrong: mutant.wrong,
    level: level ?? null,
    kills: killers.length,
    first: killers[0] ?? null,
  }));
}

/** The outcomes as JSON lines. */
export function writeOutcomes(outcomes: readonly MutantOutcome[]): string {
  return outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join("");
}

/** Reads the stored outcomes. @throws Error if the file is invalid */
export function readOutcomes(file: string): MutantOutcome[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line, at) => {
    const outcome: unknown = JSON.parse(line);
    if (!isFate(outcome))
      throw new Error(`${file}:${at + 1}: this tells no outcome of a mutant; \`npm run self-test\` writes it`);
    return outcome;
  });
}

function isFate(value: unknown): value is MutantOutcome {
  if (typeof value !== "object" || value === null) return false;
  const { mutant, wrong, level, kills, first }: Partial<Record<keyof MutantOutcome, unknown>> = value;
  const isText = (each: unknown) => typeof each === "string";
  const isLevel = level === null || COMPARE_LEVELS.some((each) => each === level);
  return isText(mutant) && isText(wrong) && isLevel && typeof kills === "number" && (first === null || isText(first));
}
