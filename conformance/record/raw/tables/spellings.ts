// Options in spellings that are equal after case folding, and several spellings in one map.
import type { RawCase } from "../definition.ts";
import { type Row, specRow, table } from "./table.ts";

/** The name in letters that fold to it: every s as U+017F (long s) and every k as U+212A (Kelvin sign). */
const folded = (name: string) => `"${name.replaceAll("s", "\u017f").replaceAll("k", "\u212a")}"`;

function foldedRow(name: string, call: string, ...after: readonly string[]): Row {
  return specRow(name, ["add_work_units('s', ['t', 'u', 'v'])", call, ...after, "count_work_units('s')"]);
}

export const spellings: readonly RawCase[] = [
  table(
    "tables/options-in-folded-letters",
    "every s of an option as a long s and every k as the Kelvin sign",
    ["OPT-5"],
    [
      foldedRow("of get_work_units", `get_work_units('s', {${folded("work_unit_keys")}: ['u']})`),
      foldedRow("states and a start", `get_work_units('s', {${folded("state")}: 1, ${folded("start")}: 't'})`),
      foldedRow(
        "of del_work_units",
        `del_work_units('s', {${folded("work_unit_keys")}: ['u'], ${folded("state")}: 1})`,
      ),
      foldedRow(
        "of prioritize_work_units",
        `prioritize_work_units('s', {${folded("work_unit_keys")}: ['v'], "adju\u017ftment": 1})`,
        "get_work('w', {})",
      ),
      foldedRow(
        "of get_work",
        `get_work('w', {"max_job\u017f": 2, ${folded("work_spec_names")}: ['s'], "lea\u017fe_time": 5})`,
      ),
      foldedRow(
        "of update_work_unit",
        `update_work_unit('s', 'u', {${folded("status")}: 4, ${folded("worker_id")}: 'k'})`,
        "get_work_unit_status('s', ['u'])",
      ),
      foldedRow("of control_work_spec", `control_work_spec('s', {${folded("status")}: 2})`, "get_work_spec_meta('s')"),
      foldedRow("of list_work_specs", `list_work_specs({"\u017ftart": 't'})`),
      foldedRow(
        "of a definition",
        `set_work_spec({'name': 's', "di\u017fabled": true, "max_getwor\u212a": 1})`,
        "get_work_spec_meta('s')",
      ),
      foldedRow(
        "of a wrong type",
        `get_work_units('s', {${folded("work_unit_keys")}: 1, ${folded("state")}: 'x', ${folded("start")}: 1})`,
      ),
    ],
  ),
  table(
    "tables/options-wrong-in-two-spellings",
    "an option of a wrong type in several spellings is told once, beside the others",
    ["ERR-9", "OPT-7"],
    [
      ...[
        "get_work_units('s', {'start': 1, 'Limit': 'x', 'limit': 'y', 'LIMIT': 'z'})",
        "get_work_units('s', {'limit': 'y', 'Limit': null, 'start': 1})",
        "get_work_units('s', {'Limit': null, 'limit': 'y', 'start': 1})",
        "get_work_units('s', {'WORK_UNIT_KEYS': 5, 'work_unit_keys': [1, 'u', 2], 'Start': 1, 'START': 'u'})",
        "get_work_units('s', {'Work_unit_keys': ['u'], 'work_unit_keys': null, 'Start': 'u', 'start': 1})",
        "list_work_specs({'limit': 'y', 'Limit': 1, 'start': 's', 'Start': 5})",
        "control_work_spec('s', {'weight': 'x', 'Weight': 'y', 'status': 'z', 'Status': 'z', 'MAX_running': 'x', 'max_running': 3})",
        "update_work_unit('s', 'u', {'status': 'x', 'Status': 4, 'data': 5, 'Data': 6, 'lease_time': 'x'})",
        "del_work_units('s', {'all': 1, 'All': 0, 'state': 's', 'State': 9})",
        "prioritize_work_units('s', {'PRIORITY': 'x', 'Priority': 'y', 'work_unit_keys': ['u'], 'adjustment': true})",
        "get_work('w', {'MAX_JOBS': 'x', 'max_jobs': 'y', 'LEASE_time': 3, 'lease_time': []})",
        "set_work_spec({'name': 's', 'weight': 'x', 'Weight': 'y', 'nice': 'z', 'THEN': 5, 'Then': 6, 'max_retries': []})",
        "add_work_units('s', [['x', {}, {'priority': 'x', 'Priority': 'y', 'delay': 'z', 'Delay': 'z'}]])",
      ].map((call) => foldedRow(call, call)),
    ],
  ),
  table(
    "tables/options-in-other-letters",
    "an option with a letter that looks like one of its own, and does not fold to it, is unknown",
    ["OPT-3", "OPT-5"],
    ["\u0131", "\u0130", "i\u0307", "\uff49", "\u0456"].flatMap((letter) =>
      [
        `list_work_specs({"l${letter}mit": 0, "l${letter}m${letter}t": 1, "start": 's'})`,
        `get_work_units('s', {"l${letter}mit": 1, 'start': ''})`,
        `prioritize_work_units('s', {'work_unit_keys': ['v'], 'priority': 5, "pr${letter}or${letter}ty": -5})`,
        `control_work_spec('s', {"we${letter}ght": 9, "cont${letter}nuous": true})`,
        `set_work_spec({'name': 's', "d${letter}sabled": true, "n${letter}ce": 5, "m${letter}n_gb": 'x'})`,
      ].map((call) => foldedRow(call, call, "get_work_spec_meta('s')", "get_work('w', {'max_jobs': 2})")),
    ),
  ),
];
