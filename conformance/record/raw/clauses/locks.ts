// Calls about several locks: each of them is renewed or released, not the first one alone.
import type { RawCase } from "../definition.ts";

export const lockClauses: readonly RawCase[] = [
  {
    id: "clauses/several-locks-of-one-call",
    title: "each path of a renew or an unlock is renewed or released",
    requires: ["LOCK-29", "LOCK-37"],
    lines: [
      "lock('me', 1, [['n', 'a'], ['n', 'b'], ['n', 'c']])",
      "renew('me', 60, [['n', 'a'], ['n', 'b'], ['n', 'c']])",
      "wait 1.2",
      "readlock([['n', 'a'], ['n', 'b'], ['n', 'c']])",
      "unlock('me', [['n', 'a'], ['n', 'b'], ['n', 'c']])",
      "readlock([['n', 'a'], ['n', 'b'], ['n', 'c']])",
      "lock('you', 60, [['n']])",
      "delete_namespace('n')",
    ],
  },
];
