// The random source of sessions: deterministic, so that the same seed and number generate the same session.
import type { Random } from "../random.ts";

/** A random source with the preferences of one session's scope. */
export type Chance = Random & {
  /** True with probability `percent` times the session's oddness; decides whether something unusual is drawn. */
  odd(percent: number): boolean;
  /** Names of options that are given in most calls that accept them. */
  readonly favourites: readonly string[];
};

export const chanceOf = (
  random: Random,
  leanings: { readonly oddness: number; readonly favourites: readonly string[] },
): Chance => ({
  ...random,
  odd: (percent) => random.percent(percent * leanings.oddness),
  favourites: leanings.favourites,
});

/** Choices with their relative weights. */
export type Weighted<T> = readonly (readonly [weight: number, made: () => T])[];

/** Draws one of the choices with a probability proportional to its weight. */
export function oneOf<T>(random: Random, choices: Weighted<T>): T {
  let at = random.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, made] of choices) {
    at -= weight;
    if (at < 0) return made();
  }
  return random.pick(choices)[1]();
}

/** A number from 0 to `most`; small ones are likelier. */
export const few = (random: Random, most: number): number => Math.floor(random.next() ** 2 * (most + 1));

export const times = <T>(count: number, made: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => made(i));

/** Some items of a list, in random order; one or two are likelier than many. */
export function some<T>(random: Random, list: readonly T[]): T[] {
  const count = oneOf(random, [
    [1, () => 0],
    [4, () => 1],
    [5, () => 2],
    [2, () => 3],
    [1, () => list.length],
  ]);
  return shuffled(random, list).slice(0, count);
}

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const [a, b] = [mixed[i], mixed[j]];
    if (a !== undefined && b !== undefined) [mixed[i], mixed[j]] = [b, a];
  }
  return mixed;
}
