// Raw cases in the form of tables: rows of a few calls, each on its own work spec, so that rows are independent.
import type { RawCase } from "../definition.ts";

/** A heading, and the lines of a script below it, see golden/lines.ts. */
export type Row = { readonly name: string; readonly lines: readonly string[] };

/** One golden of all rows. @param requires the clauses that the rows test */
export function table(id: string, title: string, requires: readonly string[], rows: readonly Row[]): RawCase {
  return { id, title, requires, lines: rows.flatMap(({ name, lines }) => [`# ${name}`, ...lines]) };
}

/** A row that first creates a work spec `s` and finally deletes it; its calls are sent in one segment. */
export function specRow(name: string, calls: readonly string[], definition = "{'name': 's'}"): Row {
  return { name, lines: together(`set_work_spec(${definition})`, ...calls, "del_work_spec('s')") };
}

/** Joins calls so that they are sent in one segment. */
export function together(...calls: readonly string[]): string[] {
  return calls.map((call, i) => (i === 0 ? call : `& ${call}`));
}

/** Calls that read the complete state of a spec's units; get_work shows the order of the available ones. */
export function seen(keys: string, spec = "s"): string[] {
  return [
    `get_work_unit_status('${spec}', ${keys})`,
    `get_work_units('${spec}', {})`,
    `count_work_units('${spec}')`,
    `get_work('watcher', {'max_jobs': 9, 'work_spec_names': ['${spec}']})`,
    `count_work_units('${spec}')`,
  ];
}
