// Deleting a namespace while others with similar labels exist.
import type { RawCase } from "../definition.ts";
import { type Row, table, together } from "./table.ts";

/** Labels of the namespaces: all are locked, one is deleted, and the others are unlocked. */
const SPACES = ["'n'", '"n"', "''", '""', "null", "0.0_3", "-1", "[]", "128([])", "{}", "simple(32)", "[null]"];
const dropped = SPACES.map(
  (label): Row => ({
    name: label,
    lines: together(
      `lock('one', 60, [${SPACES.map((each, i) => (i % 2 === 0 ? `[${each}]` : `[${each}, 'below']`)).join(", ")}])`,
      `delete_namespace(${label})`,
      `readlock([${SPACES.map((each, i) => (i % 2 === 0 ? `[${each}]` : `[${each}, 'below']`)).join(", ")}])`,
      `lock('two', 60, [[${label}, 'again']])`,
      ...SPACES.map((each) => `delete_namespace(${each})`),
      "lock('one', 60, [[]])",
      "unlock('one', [[]])",
    ),
  }),
);

export const namespaces: readonly RawCase[] = [
  table(
    "tables/namespaces-dropped-among-others",
    "a dropped namespace is the one of that label, be it null, empty or 0",
    ["LOCK-43", "LOCK-44", "LOCK-15", "PARAM-4"],
    dropped,
  ),
];
