// A call has the same effect on a unit in each state when the unit is one of more than a thousand that the call names.
import type { RawCase } from "../definition.ts";
import { type Row, specRow, table } from "./table.ts";

/** Units in every state, most of them after an attempt. */
const KEYS = "['available', 'delayed', 'failed', 'finished', 'pending', 'reset', 'updated']";
const prepared = [
  "add_work_units('s', [['failed', {'n': 1}], ['finished', {'n': 2}], ['pending', null], ['reset', {'n': 4}], ['updated', {'n': 5}]])",
  "get_work('w', {'max_jobs': 5, 'lease_time': 700})",
  "update_work_unit('s', 'failed', {'status': 5, 'data': {'traceback': 'tb'}})",
  "update_work_unit('s', 'finished', {'status': 4})",
  "update_work_unit('s', 'reset', {'status': 1})",
  "update_work_unit('s', 'updated', {'data': {'attempt': 1}, 'lease_time': 800})",
  "add_work_units('s', [['available', {'n': 6}, {'priority': 2}], ['delayed', {'n': 7}, {'delay': 600}]])",
];
const MORE = "«1..1100: 'x%d'»";
/** The list with the units in question last and first. */
const among = (items: string) => [`[${MORE}, ${items}]`, `[${items}, ${MORE}]`];

const looks = [
  `get_work_unit_status('s', ${KEYS})`,
  `get_work_units('s', {'work_unit_keys': ${KEYS}})`,
  "count_work_units('s')",
  ...["failed", "finished", "pending", "updated", "delayed"].map(
    (key) => `update_work_unit('s', '${key}', {'status': 1})`,
  ),
  // Each unit keeps its own priority and data.
  "get_work('x', {'max_jobs': 9})",
  "get_work('x', {'max_jobs': 2})",
  `get_work_unit_status('s', ${KEYS})`,
];

const units = (data: string, meta: string) =>
  KEYS.slice(1, -1)
    .split(", ")
    .map((key) => `[${key}, ${data}, ${meta}]`)
    .join(", ");

const CALLS: readonly string[] = [
  ...among(units("{'new': 1}", "{'priority': 5}")).map((list) => `add_work_units('s', ${list})`),
  ...among(units("null", "{'delay': 500}")).map((list) => `add_work_units('s', ${list})`),
  ...among(KEYS.slice(1, -1)).flatMap((keys) => [
    `prioritize_work_units('s', {'work_unit_keys': ${keys}, 'priority': 7})`,
    `prioritize_work_units('s', {'work_unit_keys': ${keys}, 'adjustment': -1.5_3})`,
    `del_work_units('s', {'work_unit_keys': ${keys}})`,
    `del_work_units('s', {'work_unit_keys': ${keys}, 'state': 1})`,
    `del_work_units('s', {'work_unit_keys': ${keys}, 'state': 3})`,
    `get_work_unit_status('s', ${keys})`,
    `get_work_units('s', {'work_unit_keys': ${keys}, 'state': 3})`,
    `update_work_unit('s', 'available', {'status': 4, 'data': {'output': ${keys}}})`,
  ]),
  ...["1", "3", "4", "5"].map((state) => `del_work_units('s', {'state': ${state}})`),
  "del_work_units('s', {'all': true})",
];

function rowsFor(settings: string): Row[] {
  return CALLS.map((call) =>
    specRow(
      `${settings}: ${call.replaceAll(/\[.*\]/g, "[...]")}`,
      [...prepared, call, ...looks],
      `{'name': 's', 'then': 's', ${settings}}`,
    ),
  );
}

export const longListsOverUnits: readonly RawCase[] = [
  table(
    "tables/long-lists-over-units",
    "calls with more than a thousand units, some of which are there in every state: what becomes of those",
    ["UNIT-111", "UNIT-43", "UNIT-39", "UNIT-93", "UNIT-100", "CHAIN-27", "WORK-69"],
    [...rowsFor("'max_retries': 0"), ...rowsFor("'max_retries': 1")],
  ),
];
