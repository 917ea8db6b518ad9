// Random calls on locks in a small tree with a few owners; all locks are read after each call.
import { type Random, seeded } from "../../../random.ts";
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { someOf, walk } from "./walk.ts";

const PATHS = [
  "['a']",
  "['b']",
  "['a', 'a']",
  "['a', 'b']",
  "['b', 'a']",
  "['a', 'b', 'a']",
  "['a', 'b', 'a', 'a']",
  "['a', \"b\"]",
  "128(['a', 'a'])",
];
const WITH_ROOT = ["[[]]", "[]", "[[], ['a']]", "[['b'], []]", "128([128(['a'])])"];
const LOCKERS = ["'one'", "'one'", "'one'", "'two'", "'two'", "''", "''", "h'ff'"];

function pathsFor(random: Random): string {
  return someOf(random, random.percent(60) ? 1 : 4, PATHS);
}

/** A random call on locks. */
function call(random: Random, timeouts: readonly string[], paths: (random: Random) => string): string {
  const locker = random.pick(LOCKERS);
  const timed = `${locker}, ${random.pick(timeouts)}, ${paths(random)}`;
  const draw = random.below(95);
  if (draw < 32) return `lock(${timed})`;
  if (draw < 50) return `locksome(${timed})`;
  return draw < 70 ? `renew(${timed})` : `unlock(${locker}, ${paths(random)})`;
}

const ALL = `readlock([[], ${PATHS.join(", ")}])`;

function callOnTree(random: Random): readonly string[] {
  if (random.percent(5)) return [`delete_namespace(${random.pick(["'a'", "'b'", '"a"', "null"])})`, ALL];
  const paths = random.percent(8) ? () => random.pick(WITH_ROOT) : pathsFor;
  return [call(random, ["60", "60", "1000", "0", "-1"], paths), ALL];
}

/** Calls with some locks of 2 s, and calls after these have expired, below one label. */
function around(
  random: Random,
  label: string,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const below = (text: string) => text.replaceAll("['", `['${label}', '`);
  const read = `readlock([['${label}'], ${below(PATHS.join(", "))}])`;
  const calls = (timeouts: readonly string[]) =>
    Array.from({ length: 6 }, () => below(call(random, timeouts, pathsFor)));
  return {
    before: [...calls(["2", "2", "2", "60"]), read],
    after: [read, ...calls(["60", "-1"]).flatMap((each) => [each, read]), `delete_namespace('${label}')`],
  };
}

function ending(seed: number, labels: readonly string[]): RawCase {
  const random = seeded(seed);
  const walks = labels.map((label) => ({ label, ...around(random, label) }));
  return {
    id: "walks/locks-that-end",
    title: "locks above and below each other, of which some are over before the next calls",
    requires: ["LOCK-6", "LOCK-21", "LOCK-24", "LOCK-29"],
    lines: [
      // In one segment, so that nothing expires before the wait.
      "# locks of 2 s among others",
      ...together(...walks.flatMap(({ before }) => before)),
      "wait 2.2",
      ...walks.flatMap(({ label, after }) => [`# below '${label}', when those of 2 s are over`, ...together(...after)]),
    ],
  };
}

export const lockWalks: readonly RawCase[] = [
  walk({
    id: "locks",
    title: "locks of four lockers on a small tree: after each call, whose every path is",
    requires: ["LOCK-2", "LOCK-7", "LOCK-9", "LOCK-12", "LOCK-26", "LOCK-30", "LOCK-38", "LOCK-41"],
    rows: 40,
    steps: 25,
    seed: 1,
    begin: () => [],
    step: callOnTree,
    end: [
      "delete_namespace('a')",
      "delete_namespace('b')",
      ...["'one'", "'two'", "''", "h'ff'"].map((each) => `unlock(${each}, [[]])`),
    ],
  }),
  ending(
    2,
    Array.from({ length: 6 }, (_, i) => `w${i}`),
  ),
];
