// Generates the parameters of the methods for work units.
import { type Chance, few, oneOf, times } from "../chance.ts";
import { listOf, mapOf, type Tree } from "../tree.ts";
import { data, number, options, orOdd, sequence, string, value } from "../vocabulary.ts";
import { type Draw, flag, manyKeys, period, someKeys, unitKey } from "./names.ts";

const priority = (random: Chance): Tree => number(random, [0, 1, 2, 5, -1, -2, "2.5_3", "2.4_3", "-0.5_3", "NaN_3"]);
const delay = (draw: Draw): Tree => period(draw, [600, 600, 0, -5, "0.5_3", "1000.9_3"]);
const meta = (draw: Draw): Tree =>
  options(draw.random, { priority: () => priority(draw.random), delay: () => delay(draw) });

function unit(draw: Draw): Tree {
  const { random, state, scope } = draw;
  const spec = random.pick([...state.specs.keys(), "a"]);
  const key = orOdd(random, random.percent(60) ? string(random, random.pick(scope.keys)) : unitKey(draw, spec), 1);
  const held = () =>
    random.percent(3) ? "null" : orOdd(random, data(random, random.percent(15) ? () => output(draw) : undefined), 1);
  const parts = oneOf<readonly Tree[]>(random, [
    [5, () => [key, held()]],
    [5, () => [key, held(), orOdd(random, meta(draw), 2)]],
    [2, () => [key, held(), random.pick(["{}", "null"]), orOdd(random, priority(random), 5)]],
    [1, () => [key, held(), meta(draw), priority(random), "1"]],
    [0.5, () => [key]],
    [0.2, () => []],
  ]);
  return random.percent(20) ? key : listOf(parts, random.percent(50) ? "128" : "");
}

/** A list of one to seven units; in a large scope the first one is longer than the limits on lists in one call. */
export function units(draw: Draw): Tree {
  const { random, scope, state } = draw;
  const isFirst = [...state.specs.values()].every(({ size }) => size === 0);
  if (scope.isLarge && isFirst) return listOf(manyKeys(random));
  return orOdd(random, listOf(times(1 + few(random, 6), () => unit(draw))), 0.5);
}

export function output(draw: Draw): Tree {
  const { random, scope } = draw;
  const key = () => string(random, random.pick(scope.keys));
  return oneOf<Tree>(random, [
    [
      6,
      () =>
        sequence(
          random,
          times(few(random, 4), () => unit(draw)),
        ),
    ],
    [
      4,
      () => mapOf(times(few(random, 3), () => [random.percent(95) ? key() : random.pick(["5", "null"]), data(random)])),
    ],
    [1, () => value(random)],
  ]);
}

const STATES = ["1", "3", "4", "5", "2", "0", "6"];
const status = (random: Chance): Tree => number(random, [1, 1, 3, 4, 5, 2]);
const states = (random: Chance): Tree =>
  random.percent(50)
    ? status(random)
    : sequence(
        random,
        times(few(random, 3), () => random.pick(STATES)),
      );

export function selection(draw: Draw): Tree {
  const { random, scope } = draw;
  return options(random, {
    state: () => states(random),
    start: () => string(random, random.pick([...scope.keys, "k0500"])),
    limit: () => number(random, [1, 2, 3, 100, 0, -1, 1000, 1001]),
    work_unit_keys: () => listOf(someKeys(draw)),
  });
}

export function prioritizeOptions(draw: Draw): Tree {
  const { random } = draw;
  return options(
    random,
    { priority: () => priority(random), adjustment: () => priority(random) },
    random.percent(92) ? { work_unit_keys: () => orOdd(random, listOf(someKeys(draw)), 2) } : {},
  );
}

export function deletion(draw: Draw): Tree {
  const { random } = draw;
  return options(random, {
    all: () => flag(random),
    work_unit_keys: () => listOf(someKeys(draw)),
    state: () => states(random),
  });
}
