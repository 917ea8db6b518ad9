// Raw cases made of random calls on a few names and values, so that unusual states occur, with the complete state read
// after each call. Deterministic by seed.
import { type Random, seeded } from "../../../random.ts";
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";

export type Walk = {
  readonly id: string;
  readonly title: string;
  readonly requires: readonly string[];
  /** Number of walks, each of which starts anew; it is a heading and one segment in the script. */
  readonly rows: number;
  /** Number of random steps in each walk. */
  readonly steps: number;
  readonly seed: number;
  begin(random: Random): readonly string[];
  /** A random call, and the calls that read the state after it. */
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

/** A list, in notation, of one to `most` random items, possibly with duplicates. */
export function someOf(random: Random, most: number, from: readonly string[]): string {
  return `[${Array.from({ length: 1 + random.below(most) }, () => random.pick(from)).join(", ")}]`;
}

/**
 * A map, in notation, with the entries of `always` and a random selection of `from`.
 * @param percent probability of each entry of `from`
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
