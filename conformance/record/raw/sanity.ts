// The simplest session there is, played before and after all others: it shows that the harness reaches the daemon at all.
import { calls, type RawCase } from "./definition.ts";

export const sanity: readonly RawCase[] = [
  {
    id: "sanity/session",
    title: "one unit of work from its creation to its end",
    requires: ["FRAME-1", "SPEC-1", "UNIT-6", "WORK-1", "WORK-49"],
    steps: calls(
      "set_work_spec({'name': 'sanity'})",
      "add_work_units('sanity', [['u', {}]])",
      "get_work('w', {})",
      "update_work_unit('sanity', 'u', {'status': 4})",
      "count_work_units('sanity')",
      "del_work_spec('sanity')",
    ),
  },
];
