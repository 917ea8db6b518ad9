// The values that explored sessions are made of, in notation: few names, so that calls meet; strings as bytes or as text,
// as Python 2 clients mix them; ordinary data and odd items. Lower choices come first: that is what shrinking ends at.
import fc from "fast-check";

export type Notation = fc.Arbitrary<string>;

/** A byte string mostly, as the stock client sends it; else a text string. */
export function string(...words: readonly string[]): Notation {
  return fc
    .tuple(fc.constantFrom(...words), often(fc.constant("'"), fc.constant('"')))
    .map(([word, quote]) => `${quote}${word.replaceAll(quote, `\\${quote}`)}${quote}`);
}

/** Mostly the first, now and then one of the others. */
export function often(usual: Notation, ...others: readonly Notation[]): Notation {
  return fc.oneof({ weight: 5, arbitrary: usual }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })));
}

export const number = (...values: readonly (number | string)[]): Notation => fc.constantFrom(...values.map(String));

export const list = (item: Notation, maxLength = 4): Notation =>
  fc.array(item, { maxLength }).map((items) => `[${items.join(", ")}]`);

/** A list, or a tuple as Python sends one. */
export const listOrTuple = (item: Notation, maxLength = 4): Notation =>
  fc.tuple(list(item, maxLength), fc.constantFrom("", "128")).map(([items, tag]) => (tag ? `128(${items})` : items));

/** A map in which each of the named values is left out, null, or given; its keys as bytes or as text. */
export function options(values: Readonly<Record<string, Notation>> | ReadonlyMap<string, Notation>): Notation {
  const named = values instanceof Map ? [...values] : Object.entries(values);
  const entries = named.map(([name, value]) =>
    fc.option(
      fc.tuple(string(name), often(value, fc.constant("null"))).map(([key, given]) => `${key}: ${given}`),
      { nil: "", freq: 1 },
    ),
  );
  return fc.tuple(...entries).map((given) => `{${given.filter((each) => each !== "").join(", ")}}`);
}

export const unitKey = fc.oneof(
  { weight: 12, arbitrary: string("u", "v") },
  { weight: 2, arbitrary: string("w", "aa", "é", "a'b") },
  { weight: 1, arbitrary: fc.constant("h'ff00'") },
);
export const workerId = often(string("w1", "w2", "w3"), string("é"));

const key = often(string("k", "l", "name"), number(1, -1, "1.5_3"), fc.constantFrom("true", "h'ff'"));

/** Ordinary values at any place of stored data. */
export const value: Notation = fc.letrec<{ value: string; leaf: string; nested: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie("leaf"), tie("nested")),
  leaf: fc.oneof(
    number(0, 1, 23, 24, 255, 65_536, "4294967296", "9223372036854775807", "18446744073709551615", -1, -256),
    number("1_0", "1_3", "-1_1", "5_2"),
    number("1.0_3", "0.1_3", "-0.0_3", "1.0_1", "0.5_2", "NaN_3", "Infinity_3", "1e300_3"),
    string("", "x", "value", "é"),
    fc.constantFrom("true", "false", "null", "undefined", "h'ff00'", '"\\xff"', "(_ 'a', 'b')"),
    fc.constant("37(h'000102030405060708090a0b0c0d0e0f')"),
  ),
  nested: fc.oneof(
    listOrTuple(tie("value"), 3),
    fc.array(tie("value"), { maxLength: 2 }).map((items) => `[_ ${items.join(", ")}]`),
    fc
      .uniqueArray(fc.tuple(key, tie("value")), { maxLength: 3, selector: ([name]) => name.replaceAll('"', "'") })
      .map((entries) => `{${entries.map(([name, held]) => `${name}: ${held}`).join(", ")}}`),
  ),
})).value;

/** Items that no client of the job queue sends: tags, big and broken numbers, simple values, odd map keys. */
export const oddItem: Notation = fc.constantFrom(
  "null",
  "true",
  "5",
  "-5",
  "1.5_3",
  "'text'",
  '"text"',
  "[]",
  "['x', 5]",
  "{}",
  "{5: 1}",
  "{null: 1}",
  "128([])",
  "128(['x'])",
  "37(h'000102030405060708090a0b0c0d0e0f')",
  "5000('x')",
  "2(h'010000000000000000')",
  "-18446744073709551616",
  "NaN_3",
  "-Infinity_3",
  "1e300_3",
  "undefined",
  "simple(255)",
  "{'k': 1, 'k': 2}",
  "{[1]: 2}",
);

/** Data of a unit: a map with string keys, sometimes with an `output` for the next spec. */
export const data: Notation = fc
  .tuple(
    fc.uniqueArray(fc.tuple(string("k", "l", "traceback"), value), {
      maxLength: 3,
      selector: ([name]) => name.slice(1, -1),
    }),
    fc.option(fc.tuple(string("output"), fc.oneof(list(fc.oneof(unitKey)), value)), { nil: undefined, freq: 5 }),
  )
  .map(([entries, output]) => [...entries, ...(output === undefined ? [] : [output])])
  .map((entries) => `{${entries.map(([name, held]) => `${name}: ${held}`).join(", ")}}`);
