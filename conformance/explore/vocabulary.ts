// Draws the values of sessions, in CBOR diagnostic notation: few names, so that calls affect the same objects; byte and
// text strings mixed, as Python 2 clients send them; numbers at and next to limits; ordinary and large data; and items
// that no client sends.
import type { Random } from "../random.ts";
import { type Chance, few, oneOf, some, times } from "./chance.ts";
import { type Entry, listOf, type MapTree, mapOf, type Tree } from "./tree.ts";

/** A word as a byte string (85 %, as the stock client sends it) or as a text string; `h'..'` is kept as it is. */
export function string(random: Chance, word: string): string {
  if (word.startsWith("h'")) return word;
  const quote = random.percent(85) ? "'" : '"';
  return `${quote}${word.replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** A list, or (12 %) a tuple, which Python sends as tag 128. */
export const sequence = (random: Chance, items: readonly Tree[]): Tree =>
  listOf(items, random.percent(12) ? "128" : "");

/** The usual value, or an unusual item with probability `percent` times the session's oddness. */
export const orOdd = (random: Chance, usual: Tree, percent = 2): Tree =>
  random.odd(percent) ? oddItem(random) : usual;

/** One of the usual numbers, or sometimes a boundary value of an integer or float type. */
export const number = (random: Chance, usual: readonly (number | string)[]): Tree =>
  random.odd(10)
    ? orOdd(random, random.percent(70) ? random.pick(NUMBERS) : anyFloat(random), 10)
    : String(random.pick(usual));

/** For each option name, a function that draws its value. */
export type Options = Readonly<Record<string, () => Tree>>;

/**
 * Draws a map with all options of `always` and some of `named`, most often two. Rarely a value is null, a name is in
 * another spelling, or an option occurs twice.
 */
export function options(
  random: Chance,
  named: Options | ReadonlyMap<string, () => Tree>,
  always: Options = {},
): MapTree {
  const drawn = new Map(named instanceof Map ? named : Object.entries(named));
  const given = [...drawn.keys()].filter((name) => !(name in always));
  const favourites = given.filter((name) => random.favourites.includes(name) && random.percent(75));
  const chosen = [...new Set([...favourites, ...some(random, given)])];
  const entry = (name: string, value: Tree): Entry => [string(random, name), value];
  const entries = [
    ...Object.entries(always).map(([name, value]) => entry(name, value())),
    ...chosen.map((name): Entry => {
      const value = random.odd(5) ? "null" : orOdd(random, drawn.get(name)?.() ?? "null");
      return entry(random.odd(3) ? respelled(random, name) : name, value);
    }),
  ];
  const [again] = chosen;
  if (again !== undefined && random.odd(2)) entries.push(entry(displayName(again), drawn.get(again)?.() ?? "null"));
  if (random.odd(1)) entries.push(entry("other", "1"));
  return mapOf(random.percent(10) ? entries.reverse() : entries);
}

/** The spelling that the daemon prefers when an option occurs in several spellings. */
const displayName = (name: string) => (name.includes("_") ? name : name.charAt(0).toUpperCase() + name.slice(1));

function respelled(random: Chance, name: string): string {
  const folded = [name.replace("s", "\u017f"), name.replaceAll("k", "\u212a")].filter((each) => each !== name);
  if (folded.length > 0 && random.percent(40)) return random.pick(folded);
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return random.pick([name, name.toUpperCase(), capital, capital, camel]);
}

/** A value for stored data, nested up to a few levels; rarely a large or an unusual one. */
export function value(random: Chance, depth = 0): Tree {
  return oneOf<Tree>(random, [
    [60, () => random.pick(LEAVES)],
    [
      depth > 2 ? 0 : 14,
      () =>
        sequence(
          random,
          times(few(random, 3), () => value(random, depth + 1)),
        ),
    ],
    [depth > 2 ? 0 : 14, () => mapOf(times(few(random, 3), () => [dataKey(random), value(random, depth + 1)]))],
    [depth > 2 ? 0 : 3, () => `[_ ${random.pick(LEAVES)}, ${random.pick(LEAVES)}]`],
    [1.2, () => large(random)],
    [0.5, () => anyFloat(random)],
    [random.odd(50) ? 1 : 0, () => oddItem(random)],
  ]);
}

const dataKey = (random: Chance) =>
  random.odd(8) ? random.pick(ODD_KEYS) : string(random, random.pick(["k", "l", "name", "\u00e9"]));

/** Data of a unit: a map, usually with string keys. `output`, if given, draws an entry of that name. */
export function data(random: Chance, output?: () => Tree): MapTree {
  const entries = times(few(random, 3), (): Entry => {
    const key = random.odd(2) ? random.pick(ODD_KEYS) : string(random, random.pick(["k", "l", "traceback", "m"]));
    return [key, value(random)];
  });
  if (output !== undefined) entries.push([string(random, "output"), output()]);
  return mapOf(entries);
}

/** A double of random magnitude and number of digits, since error messages print floats. */
export function anyFloat(random: Random): string {
  const digits = (random.next() * 10).toFixed(random.below(16));
  return `${random.percent(40) ? "-" : ""}${digits}e${random.below(40) - 12}_3`;
}

/** An item of any CBOR type, alone, in a map (also as a key), in a list or under a tag. */
export function oddItem(random: Chance): Tree {
  const one = () => random.pick(random.percent(70) ? ODD_ITEMS : LEAVES);
  const key = () => (random.percent(30) ? anyFloat(random) : random.pick(random.percent(50) ? ODD_KEYS : LEAVES));
  return oneOf<Tree>(random, [
    [6, one],
    [2, () => mapOf(times(1 + few(random, 3), () => [key(), one()]))],
    [2, () => sequence(random, times(1 + few(random, 3), one))],
    [1, () => `${random.pick([37, 24, 1, 128, 5000])}(${one()})`],
  ]);
}

/** Strings, maps, lists and nesting around the sizes at which a CBOR head needs another byte. */
function large(random: Chance): Tree {
  const size = Math.max(1, random.pick([25, 257, 257]) - random.below(random.percent(50) ? 4 : 60));
  return oneOf<Tree>(random, [
    [3, () => `'${"x".repeat(random.percent(15) ? 65_537 - random.below(60) : size)}'`],
    [2, () => `"${"y".repeat(size)}"`],
    [3, () => mapOf(times(size, (i) => [`'k${random.percent(97) ? i : few(random, i)}'`, String(i)]))],
    [2, () => mapOf(times(random.pick([7, 8, 9]), () => [`'${"n".repeat(280)}${random.below(9)}'`, "1"]))],
    [2, () => listOf(times(size, String))],
    [1, () => `${"[".repeat(size)}${"]".repeat(size)}`],
  ]);
}

const NUMBERS = [
  ...["0", "-1", "0.5_3", "-0.5_3", "1.5_3", "-0.0_3", "2.999_3", "127", "128", "255", "256", "257", "1000", "1001"],
  ...["32767", "65535", "65536", "65537", "86400", "86401", "2147483647", "2147483648", "4294967295", "4294967296"],
  ...["4294967297", "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615"],
  ...["-2147483649", "-9223372036854775808", "2(h'010000000000000000')", "1.0e12_3", "1e300_3", "NaN_3"],
  ...["Infinity_3", "-Infinity_3", "1.0_1", "1.5_2", "1_0", "2_3"],
];

const LEAVES = [
  ...["0", "1", "23", "24", "255", "256", "65535", "65536", "4294967295", "4294967296", "9223372036854775807"],
  ...["18446744073709551615", "-1", "-24", "-25", "-256", "-257", "-65537", "-4294967297", "-9223372036854775808"],
  ...["1_0", "1_3", "-1_1", "5_2", "1.0_3", "0.1_3", "-0.0_3", "1.0_1", "0.5_2", "NaN_3", "NaN_1", "Infinity_3"],
  ...["Infinity_1", "-Infinity_2", "float'7fa00001'", "float'7ff0000000000001'", "1e300_3", "3.25_1", "65504.0_1"],
  ...["''", '""', "'x'", '"x"', "'value'", "'\u00e9'", "h'ff00'", "'x'_1", '"x"_2', "(_ 'a', 'b')", '(_ "a", "b")'],
  ...["true", "false", "null", "undefined", "[_1 5]", "{_ }", "2(h'010000000000000000')", "3(h'010000000000000000')"],
  ...["37(h'000102030405060708090a0b0c0d0e0f')", "128([1, 2])", "{'k': 1, 'k': 2}", "{'k': 1, \"k\": 2, 'l': 3}"],
];

const ODD_KEYS = [
  "h'ff'",
  "h'ff'",
  "1",
  "-1",
  "1.5_3",
  "true",
  "null",
  "h'ff'",
  "128([1])",
  "''",
  "[1]",
  "2(h'010000000000000000')",
  ...["128([1, [2]])", "128(['q', simple(3)])", "128([{[0('x')]: 1}])", "[{'k': 0('x')}]", "{128(['q']): 1}"],
];

/** Items that no client of the job queue sends. */
const ODD_ITEMS: readonly string[] = [
  ...["null", "true", "false", "5", "-5", "1.5_3", "'text'", '"text"', "''", "[]", "['x', 5]", "[_ 'x']", "{}", "{_ }"],
  ...["{5: 1}", "{-5: 1}", "{true: 1}", "{1.5_3: 1}", "{null: 1}", "{37(h'000102030405060708090a0b0c0d0e0f'): 1}"],
  ...["128([])", "128(['x'])", "37(h'000102030405060708090a0b0c0d0e0f')", "37(h'00')", "5000('x')", "24(h'01')"],
  ...["2(h'010000000000000000')", "-18446744073709551616", "NaN_3", "-Infinity_3", "1e300_3", "undefined"],
  ...["simple(255)", "simple(3)", "{'k': 1, 'k': 2}", "{[1]: 2}", "0('2026-01-01')", '"\\xff"', "h'ff'", "[[[]]]"],
];
