// What is output and what is not, and the priorities in it.
import type { RawCase } from "../definition.ts";

export const outputClauses: readonly RawCase[] = [
  {
    id: "clauses/data-that-is-no-output",
    title: "units come of the entry output alone, and with the priorities that stand in it, fractions too",
    requires: ["CHAIN-9", "CHAIN-22"],
    lines: [
      "set_work_spec({'name': 's', 'then': 't'})",
      "set_work_spec({'name': 't'})",
      "add_work_units('s', [['u', {}], ['v', {}]])",
      "get_work('w', {'max_jobs': 2, 'work_spec_names': ['s'], 'lease_time': 600})",
      "update_work_unit('s', 'u', {'status': 4, 'data': {'a': {'n': 1}, 'b': {}}})",
      "count_work_units('t')",
      "update_work_unit('s', 'v', {'status': 4, 'data': {'output': [['a', {}, {}, 1.25], ['b', {}, {}, 1.5], ['c', {}, null, 1.0]]}})",
      "get_work('w', {'max_jobs': 3, 'lease_time': 600})",
    ],
  },
];
