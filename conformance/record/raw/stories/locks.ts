// Locks of several owners and paths: which exclude each other, the state after a refusal, and how locks end.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

const PATHS = [
  "[]",
  "['n']",
  "['n', 'a']",
  "['n', 'a', 'x']",
  "['n', 'b']",
  "['m']",
  "['n', 'a', 'x', 'deep']",
  '["n"]',
];
const clear = ["delete_namespace('n')", "delete_namespace('m')", 'delete_namespace("n")', "unlock('one', [[]])"];

/** Calls while one path is locked by `one`. */
const matrix = PATHS.flatMap((held) => [
  `# ${held} is held`,
  ...together(
    `lock('one', 60, [${held}])`,
    `readlock([${PATHS.join(", ")}])`,
    ...PATHS.flatMap((path) => [
      `renew('two', 60, [${path}])`,
      `unlock('two', [${path}])`,
      `renew('one', 60, [${path}])`,
    ]),
    `locksome('two', 60, [${PATHS.filter((path) => path !== "[]").join(", ")}])`,
    `readlock([${PATHS.join(", ")}])`,
    ...clear,
  ),
  ...PATHS.filter((path) => path !== "[]").flatMap((path) =>
    together(`lock('one', 60, [${held}])`, `lock('two', 60, [${path}])`, `readlock([${path}])`, ...clear),
  ),
]);

const several = [
  "[['n', 'a'], ['n', 'b']]",
  "[['n', 'a'], ['n', 'a']]",
  "[['n'], ['n', 'a']]",
  "[['n', 'a'], ['n']]",
  "[['n', 'free'], ['n', 'held']]",
  "[['n', 'held'], ['n', 'free']]",
  "[['n', 'free'], ['n', 'held', 'below']]",
  "[['m'], ['n', 'held'], ['n', 'mine']]",
  "[['n', 'mine']]",
  "[['n', 'mine'], ['n', 'mine']]",
  "[['n', 'mine'], ['n', 'none']]",
  "[['n', 'none'], ['n', 'mine']]",
  "[['n', 'mine'], ['n', 'held']]",
  "[['n']]",
  "[[]]",
  "[]",
  "128([128(['n', 'a'])])",
  "[128(['n', 'mine'])]",
];

const LABELS = [
  "'a'",
  '"a"',
  "1",
  "1.0_3",
  "-1",
  "true",
  "null",
  "[1]",
  "128([1])",
  "{'k': 1}",
  "0.0_3",
  "-0.0_3",
  "''",
  '""',
  "h'00'",
  "{}",
  "[]",
  "2(h'010000000000000000')",
  "37(h'000102030405060708090a0b0c0d0e0f')",
];

/** Positions of a value in a label: in an array, in a tuple, as value and as key of a map, and nested deeper. */
const WITHIN = ["[%]", "128([%])", "{'k': %}", "{%: 1}", "{'a': 1, 'k': [%]}"];
const MORE_LABELS = [
  ...LABELS,
  "0",
  "2",
  "2.0_3",
  "0.5_3",
  "-18",
  "-19",
  "18446744073709551615",
  "1e19_3",
  "false",
  "undefined",
  "NaN_3",
  "NaN_1",
  "float'7ff8000000000001'",
  "Infinity_3",
  "-Infinity_3",
  "3(h'010000000000000000')",
  "'1'",
  '"1"',
  '"\\u00e9"',
  "{'k': 1, 'l': 2}",
  "{'l': 2, 'k': 1}",
  "[[1]]",
  "[128([1])]",
];

export const locks: readonly RawCase[] = [
  story(
    "locks-exclude",
    "what a held path is in the way of, and what its owner and others may do",
    ["LOCK-2", "LOCK-3", "LOCK-4", "LOCK-5", "LOCK-11"],
    ...matrix,
  ),
  story(
    "locks-of-several-paths",
    "calls with several paths: all, none or some of them",
    ["LOCK-7", "LOCK-8", "LOCK-9", "LOCK-26", "LOCK-27", "LOCK-30", "LOCK-38", "LOCK-42"],
    ...several.flatMap((paths) =>
      [
        "lock('one', 60, %)",
        "locksome('one', 60, %)",
        "renew('one', 60, %)",
        "unlock('one', %)",
        "readlock(%)",
      ].flatMap((call) => [
        `# ${call.replace("%", paths)}`,
        ...together(
          "lock('one', 60, [['n', 'mine']])",
          "lock('two', 60, [['n', 'held']])",
          call.replace("%", paths),
          "readlock([['n', 'mine'], ['n', 'held'], ['n', 'a'], ['n', 'b'], ['n', 'free'], ['n'], ['m'], ['n', 'none'], ['n', 'held', 'below'], []])",
          "lock('three', 60, [['n', 'a'], ['n', 'b'], ['n', 'free'], ['n', 'none'], ['m']])",
          "delete_namespace('n')",
          "delete_namespace('m')",
          "unlock('one', [[]])",
        ),
      ]),
    ),
  ),
  story(
    "labels-among-each-other",
    "labels of every type: each is equal to itself and to no other",
    ["LOCK-15", "LOCK-16", "LOCK-17"],
    ...LABELS.flatMap((label) => [
      `# ${label}`,
      ...together(
        `lock('one', 60, [['n', ${label}]])`,
        `readlock([${LABELS.map((other) => `['n', ${other}]`).join(", ")}])`,
        `unlock('one', [['n', ${label}]])`,
        "delete_namespace('n')",
      ),
      ...together(
        `lock('one', 60, [[${label}]])`,
        `delete_namespace('a')`,
        `readlock([[${label}]])`,
        `delete_namespace(${label})`,
        `readlock([[${label}]])`,
      ),
    ]),
  ),
  story(
    "the-root-among-paths",
    "the root in calls with one path and with several, free and held: it is a path as any other",
    ["LOCK-3", "LOCK-4", "LOCK-11", "LOCK-26", "LOCK-33", "LOCK-35", "LOCK-39"],
    ...[
      "",
      "lock('one', 60, [[]])",
      "lock('', 60, [[]])",
      "lock('one', 60, [['n']])",
      "lock('two', 60, [['n', 'a']])",
    ].flatMap((held) =>
      ["[[]]", "[[], []]", "[[], ['n']]", "[['n'], []]", "[['m'], [], ['n']]", "[128([])]", "128([[]])", "[[_ ]]"]
        .flatMap((paths) =>
          [
            "lock('one', 60, %)",
            "locksome('one', 60, %)",
            "renew('one', 60, %)",
            "renew('', 60, %)",
            "unlock('one', %)",
            "unlock('', %)",
          ].map((call) => [
            `# ${held === "" ? "nothing is held" : held}, then ${call.replace("%", paths)}`,
            ...together(
              ...(held === "" ? [] : [held]),
              call.replace("%", paths),
              "readlock([[], ['n'], ['m'], ['n', 'a']])",
              ...["'one'", "''", "'two'"].map((locker) => `unlock(${locker}, [[]])`),
              "delete_namespace('n')",
              "delete_namespace('m')",
            ),
          ]),
        )
        .flat(),
    ),
  ),
  story(
    "labels-within-labels",
    "values of every kind within labels: each is equal to itself and to no other, but a NaN not even to itself",
    ["LOCK-15", "LOCK-16", "LOCK-17", "LOCK-18", "LOCK-20"],
    ...WITHIN.flatMap((around) => {
      const labels = MORE_LABELS.map((label) => around.replace("%", label));
      return labels.flatMap((label, i) => [
        `# ${label}`,
        ...together(
          `lock('one', 60, [['n', ${label}]])`,
          // Compared with itself and with all similar labels.
          `readlock([${labels.map((other) => `['n', ${other}]`).join(", ")}])`,
          `locksome('two', 60, [['n', ${label}], ['n', ${labels[(i + 1) % labels.length]}]])`,
          `unlock('one', [['n', ${label}]])`,
          "delete_namespace('n')",
        ),
      ]);
    }),
  ),
  story(
    "locks-end",
    "locks of different timeouts end each at its time, also below and beside others; a renewed one does not",
    ["LOCK-21", "LOCK-6", "LOCK-29"],
    ...together(
      "lock('one', 1, [['n', 'a', 'x'], ['n', 'b']])",
      "lock('two', 60, [['n', 'c', 'x'], ['n', 'd']])",
      "lock('one', 1, [['n', 'e'], ['m', 'x']])",
      "renew('one', 60, [['n', 'e']])",
      "renew('two', 1, [['n', 'd']])",
      "lock('one', -1, [['n', 'f']])",
      "lock('two', 60, [['n', 'f']])",
      "lock('', 1, [['n', 'g']])",
      "lock('', 60, [['n', 'h']])",
      "lock('one', null, [['n', 'i']])",
      "lock('one', 60, [['n', 'h']])",
      "lock('', 60, [['n', 'h']])",
      "locksome('two', 60, [['n', 'h'], ['n', 'g'], ['n', 'g', 'below']])",
    ),
    "wait 1.2",
    ...together(
      "readlock([['n', 'a', 'x'], ['n', 'b'], ['n', 'c', 'x'], ['n', 'd'], ['n', 'e'], ['m', 'x'], ['n', 'f'], ['n', 'g'], ['n', 'h'], ['n', 'i']])",
      "unlock('one', [['n', 'b']])",
      "renew('one', 60, [['n', 'a', 'x']])",
      "renew('one', 60, [['n', 'a']])",
      "lock('three', 60, [['n', 'a'], ['n', 'b'], ['m']])",
      "lock('three', 60, [['n', 'c']])",
      "lock('three', 60, [['n', 'd', 'below']])",
      "readlock([['n', 'a'], ['n', 'd', 'below']])",
      "delete_namespace('n')",
      "delete_namespace('m')",
      "lock('one', 60, [['n'], ['m']])",
      "unlock('one', [['n'], ['m']])",
    ),
  ),
  story(
    "locks-and-specs",
    "neither clear nor the end of a work spec or of a worker touches a lock",
    ["SPEC-53", "FRAME-49"],
    ...together(
      "worker_heartbeat('one', 'RUN', 300, null, null)",
      "set_work_spec({'name': 'n'})",
      "lock('one', 60, [['n', 'a']])",
      "worker_unregister('one')",
      "del_work_spec('n')",
      "clear()",
      "readlock([['n', 'a']])",
    ),
    "2: lock('two', 60, [['n', 'b']])",
    "& end",
    "= ?",
    "= closed",
    ...together("readlock([['n', 'a'], ['n', 'b']])", "lock('three', 60, [['n']])", "delete_namespace('n')"),
  ),
];
