// Raw cases made of random calls on a few names and values, so that unusual states occur, with the complete state read
// after each call. Deterministic by seed.
import { type Random, seeded } from "../../../random.ts";
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";

export type Walk = {
  readonly id: string;
  readonly title: string;
  readonly requires: readonly string[];
  /** How many walks from the beginning; every one is a heading and a segment. */
  readonly rows: number;
  /** Of each walk. */
  readonly steps: number;
  readonly seed: number;
  begin(random: Random): readonly string[];
  /** A call, and what is looked at behind it. */
  step(random: Random): readonly string[];
  readonly end: readonly string[];
};

export function walk({ id, title, requires, rows, steps, seed, begin, step, end }: Walk): RawCase {
  const random = seeded(seed);
  const lines = Array.from({ length: rows }, (_, row) => [
    `# walk ${row + 1}`,
    ...together(...begin(random), ...Array.from({ length: steps }, () => step(random)).flat(), ...end),
  ]);
  return { id: `walks/${id}`, title, requires, lines: lines.flat() };
}

/** A list in notation of some of these, in any order; one may be named twice. */
export function someOf(random: Random, most: number, from: readonly string[]): string {
  return `[${Array.from({ length: 1 + random.below(most) }, () => random.pick(from)).join(", ")}]`;
}

/**
 * A map in notation with each of these entries or without it, behind those that are always there.
 * @param percent the chance of each
 */
export function entriesOf(
  random: Random,
  percent: number,
  from: Readonly<Record<string, readonly string[]>>,
  always: readonly string[] = [],
): string {
  const drawn = Object.entries(from)
    .filter(() => random.percent(percent))
    .map(([key, values]) => `'${key}': ${random.pick(values)}`);
  return `{${[...always, ...drawn].join(", ")}}`;
}
