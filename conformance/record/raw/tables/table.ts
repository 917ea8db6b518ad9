// Raw cases in the form of tables: rows of a few calls, each on its own work spec, so that rows do not depend on each
// other.
import type { RawCase } from "../definition.ts";

/** A heading and the lines below it, see golden/lines.ts. */
export type Row = { readonly name: string; readonly lines: readonly string[] };

/** One golden of all rows. @param requires the clauses that demand what the rows show */
export function table(id: string, title: string, requires: readonly string[], rows: readonly Row[]): RawCase {
  return { id, title, requires, lines: rows.flatMap(({ name, lines }) => [`# ${name}`, ...lines]) };
}

/** A row that begins with a work spec `s` and ends by deleting it; its calls are sent in one segment. */
export function specRow(name: string, calls: readonly string[], definition = "{'name': 's'}"): Row {
  return { name, lines: together(`set_work_spec(${definition})`, ...calls, "del_work_spec('s')") };
}

/** Calls that are sent in one segment. */
export function together(...calls: readonly string[]): string[] {
  return calls.map((call, i) => (i === 0 ? call : `& ${call}`));
}

/** All that can be seen of the units of a spec, its line included: what is left in it is handed out to `watcher`. */
export function seen(keys: string, spec = "s"): string[] {
  return [
    `get_work_unit_status('${spec}', ${keys})`,
    `get_work_units('${spec}', {})`,
    `count_work_units('${spec}')`,
    `get_work('watcher', {'max_jobs': 9, 'work_spec_names': ['${spec}']})`,
    `count_work_units('${spec}')`,
  ];
}
