// Generates the parameters of the lock methods.
import { type Chance, few, oneOf, times } from "../chance.ts";
import type { Tree } from "../tree.ts";
import { anyFloat, oddItem, orOdd, sequence, string, value } from "../vocabulary.ts";
import { type Draw, period } from "./names.ts";

const LABELS = ["'x'", "'x'", "'y'", '"x"', "'z'", "1", "1.0_3", "1.5_3", "-1", "0", "-0.0_3", "null", "true", "[1]"];
const ODD_LABELS = [
  ...["{'k': 1}", "128(['x'])", "h'ff'", "''", "NaN_3", "1_1", "{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", "undefined"],
  ...[
    "{null: 1, 5: 3, true: 5, 'z': 2, h'ff': 4, [1]: 6}",
    "{10: 1, 9: 2}",
    "{9: 2, 10: 1}",
    "{-1: 1, 2: [1.5_3]}",
    "{true: 1, 2: 1, 'x': null}",
    "[1, [\"x\", {'k': 'v'}]]",
  ],
  ...[
    "37(h'000102030405060708090a0b0c0d0e0f')",
    "5000('x')",
    "2(h'010000000000000000')",
    "-0.0_1",
    "1.0_1",
    "{1.5_3: 1, 1: 2}",
  ],
];
export const label = (random: Chance): Tree =>
  oneOf<Tree>(random, [
    [80, () => random.pick(LABELS)],
    [8, () => random.pick(ODD_LABELS)],
    [4, () => anyFloat(random)],
    [3, () => oddItem(random)],
    [3, () => value(random)],
  ]);

/** Paths of locks: those already requested, their parents and children, and unrelated ones. */
export function paths({ random, state }: Draw): Tree {
  const path = (): Tree => {
    const known = state.locks.length > 0 && random.percent(55) ? random.pick(state.locks).path : undefined;
    const labels = known !== undefined && typeof known !== "string" && known.kind === "list" ? known.items : undefined;
    if (labels === undefined)
      return sequence(
        random,
        times(few(random, 3), () => label(random)),
      );
    return sequence(
      random,
      oneOf<readonly Tree[]>(random, [
        [5, () => labels],
        [1, () => labels.slice(0, -1)],
        [2, () => [...labels, label(random)]],
      ]),
    );
  };
  return orOdd(random, sequence(random, times(random.percent(3) ? 0 : 1 + few(random, 2), path)), 2);
}

export function locker({ random, state, scope }: Draw): Tree {
  if (state.locks.length > 0 && random.percent(60)) return random.pick(state.locks).owner;
  return orOdd(random, string(random, random.pick(scope.workers)), 0.5);
}

export const timeout = (draw: Draw): Tree => period(draw, [0, 60, 600, "null", -5, "100.9_3", 2_000_000]);
