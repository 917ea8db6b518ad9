// Clauses on calls that are refused, on what is told first, and on names that are no UTF-8 where a daemon sends them of itself.
import type { RawCase } from "../definition.ts";

export const refusalClauses: readonly RawCase[] = [
  {
    id: "clauses/bad-unit-behind-many",
    title: "one bad unit at the end of many, and none of them is added",
    requires: ["ERR-7"],
    lines: [
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [«1..1200: ['u%04d', {}]», 5])",
      "count_work_units('s')",
      "get_work('w', {})",
    ],
  },
  {
    id: "clauses/refused-priority-changes-nothing",
    title: "a priority without keys is refused, and the order of the units stays",
    requires: ["ERR-8"],
    lines: [
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [['a', {}], ['b', {}, {'priority': 1}]])",
      "prioritize_work_units('s', {'priority': 5})",
      "get_work('w', {})",
      "get_work('w', {})",
    ],
  },
  {
    id: "clauses/first-wrong-parameter-is-told",
    title: "of several parameters of a wrong type the first one is told",
    requires: ["PARAM-3"],
    lines: [
      "get_work_units(5, 6)",
      "get_work_unit_status(5, true)",
      "prioritize_work_units(5, 6)",
      "del_work_units(5, 6)",
      "control_work_spec(5, 6)",
      "add_work_units(5, true)",
      "update_work_unit(5, 6, 7)",
      "worker_heartbeat(5, 6, 'x', 7, 8)",
    ],
  },
  {
    id: "clauses/bignum-for-a-map-that-is-kept",
    title: "a bignum in place of a unit's data is kept as a map of its tag and its bytes",
    requires: ["PARAM-37"],
    lines: [
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [['a', 2(h'0102')], ['b', 3(h'ff')], ['c', 2(h'')]])",
      "get_work_units('s', {})",
    ],
  },
  {
    id: "clauses/name-of-other-bytes-is-sent-as-text",
    title: "a name that is no UTF-8 is text in the reply to get_work and as the first name that is left",
    requires: ["VAL-49", "VAL-48"],
    lines: [
      "set_work_spec({'name': h'61ff'})",
      "set_work_spec({'name': 'a'})",
      "add_work_units(h'61ff', [['u', {}]])",
      "list_work_specs({'limit': 1})",
      "get_work('w', {})",
    ],
  },
  {
    id: "clauses/nested-a-thousand-deep",
    title: "lists nested a thousand deep end nothing: other connections go on",
    requires: ["LIMIT-4"],
    lines: ["set_work_spec({'name': 's'})", "2: del_work_spec(«1001 nested []»)", "count_work_units('s')"],
  },
];
