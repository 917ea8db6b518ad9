import { expect, it } from "vitest";
import { withPlainNumbers } from "./whole-numbers.ts";

it.each([
  [
    "bad WorkUnit key=-5L (<type 'long'>) data={} meta={'priority': 0L}",
    "bad WorkUnit key=-5 (<type 'int'>) data={} meta={'priority': 0}",
  ],
  [
    "type object argument after * must be an iterable, not long",
    "type object argument after * must be an iterable, not int",
  ],
  ["no such work unit key='5L' of x5L in longer", "no such work unit key='5L' of x5L in longer"],
])("withPlainNumbers(%s)", (told, expected) => {
  expect(withPlainNumbers(told)).toBe(expected);
});
