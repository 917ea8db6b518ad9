// Values as messages print them, and as the labels of locks come back.
import type { RawCase } from "../definition.ts";

const LABELS = [
  "simple(16)",
  "simple(255)",
  "37('x')",
  "37(h'000102030405060708090a0b0c0d0e0f10')",
  "9007199254740993(1)",
  "18446744073709551615(1)",
  "{2: 1, 10: 2}",
  '{"b": 1, "B": 2, "aa": 3, "a": 4, "": 5}',
  "{'a': 1, \"a\": 2}",
];

export const printedClauses: readonly RawCase[] = [
  {
    id: "clauses/printed-labels",
    title: "simple values, odd UUIDs, tags beyond 2^53 and maps in the message about a lock",
    requires: ["ERR-23", "ERR-25", "ERR-27", "PARAM-36"],
    lines: LABELS.flatMap((label) => [
      `lock('me', 60, [['p', ${label}]])`,
      `lock('me', 60, [['p', ${label}]])`,
      "delete_namespace('p')",
    ]),
  },
  {
    id: "clauses/printed-keys",
    title: "keys of a wrong type in the message about them",
    requires: ["ERR-16", "ERR-23", "ERR-27"],
    lines: [
      "list_work_specs({simple(16): 1})",
      "list_work_specs({5000(1): 1})",
      "list_work_specs({18446744073709551615(1): 1})",
      "list_work_specs({37('x'): 1})",
      "list_work_specs({128([1]): 1})",
      "list_work_specs({[1, 'a', \"b\"]: 1})",
      "list_work_specs({{1: 2}: 1})",
      "list_work_specs({1.5_3: 1, -5: 1})",
      "list_work_specs({18446744073709551615: 1, -18446744073709551616: 1})",
    ],
  },
  {
    id: "clauses/large-tags-that-cannot-be-read",
    title: "tags beyond 2^53 are told with their number",
    requires: ["VAL-56", "VAL-33"],
    lines: [
      "set_work_spec({'name': 's'})",
      ...["9007199254740992", "9007199254740993", "18446744073709551615"].flatMap((tag) => [
        `add_work_units('s', [['u', {'x': ${tag}(1)}]])`,
        `worker_heartbeat('w', 'm', 60, ${tag}(1), '')`,
      ]),
      "count_work_units('s')",
    ],
  },
  {
    id: "clauses/labels-in-one-form",
    title: "labels come back in the one form of values, whatever form they were sent in",
    requires: ["LOCK-20", "LOCK-15"],
    lines: [
      "locksome('me', 60, [['p', undefined, {'a': 1}, 1.5_1, 5_1, (_ 'a', 'b'), {'b': 1, \"b\": 2}]])",
      "readlock([['p', null, {\"a\": 1}, 1.5_3, 5, 'ab', {\"b\": 2}]])",
      "locksome('me', 60, [['p', 5000(1_1), simple(16)]])",
      "readlock([['p', 5000(1), simple(16)]])",
      "delete_namespace('p')",
    ],
  },
];
