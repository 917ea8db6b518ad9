// Items that the client cannot read, at every depth, in every kind of container, as a value and as a key; and duplicate
// keys in maps, also inside entries that a later duplicate replaces.
import { type Random, seeded } from "../../../random.ts";
import type { RawCase } from "../definition.ts";
import { specRow, table } from "./table.ts";

const DEPTHS = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 150, 190];
/** Containers: text before and after an item, which is repeated for each level. */
const AROUND: Readonly<Record<string, readonly [string, string]>> = {
  arrays: ["[", "]"],
  "the last of two": ["[1, ", "]"],
  tuples: ["128([", "])"],
  maps: ["{'k': ", "}"],
  "maps of several": ["{'a': 1, 'k': ", ", 'z': 2}"],
  "arrays without a length": ["[_ ", "]"],
  "a map in an array": ["[{'k': ", "}]"],
};
const UNREADABLE = ['0("x")', "simple(99)", '"\\xff"', "{[]: 1}"];

/** A random map in notation with duplicate keys, also in nested maps. */
function repeating(random: Random, depth: number): string {
  const size = random.pick([1, 2, 3, 4, 5, 9]);
  const entries = Array.from({ length: size }, () => {
    const key = random.pick([
      "'a'",
      "'b'",
      '"a"',
      "'c'",
      "1",
      "1.0_3",
      "h'ff'",
      "null",
      "128(['t'])",
      `'long${"k".repeat(40)}'`,
    ]);
    const value = depth > 0 && random.percent(35) ? repeating(random, depth - 1) : String(random.below(100));
    return `${key}: ${random.percent(15) ? `[${value}, ${value}]` : value}`;
  });
  return `{${random.percent(15) ? "_ " : ""}${entries.join(", ")}}`;
}

function repeatingRows() {
  const random = seeded(7);
  return Array.from({ length: 20 }, (_, i) => {
    const maps = Array.from({ length: 6 }, () => repeating(random, 3));
    return specRow(`maps ${i * 6 + 1} to ${i * 6 + 6}`, [
      ...maps.map((map, j) => `add_work_units('s', [['u${j}', {'m': ${map}}]])`),
      "get_work_units('s', {})",
    ]);
  });
}

export const unreadableDepths: readonly RawCase[] = [
  table(
    "tables/unreadable-at-every-depth",
    "what the client cannot read, so deep in containers of each kind",
    ["VAL-41", "VAL-42", "VAL-54", "VAL-55", "LIMIT-3"],
    Object.entries(AROUND).flatMap(([name, [open, close]]) =>
      DEPTHS.filter((depth) => name === "arrays" || name === "maps" || depth % 32 === 0 || depth < 4).map((depth) =>
        specRow(`${depth} times ${name}`, [
          ...UNREADABLE.map(
            (value) => `add_work_units('s', [['u', {'v': ${open.repeat(depth)}${value}${close.repeat(depth)}}]])`,
          ),
          "count_work_units('s')",
        ]),
      ),
    ),
  ),
  table(
    "tables/repeated-keys-within",
    "keys that come again in maps within entries that give way themselves: the last counts, at each depth",
    ["VAL-25", "VAL-26", "VAL-28", "VAL-22"],
    repeatingRows(),
  ),
];
