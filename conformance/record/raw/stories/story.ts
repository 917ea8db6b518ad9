// Raw cases in which the effect of a call is only visible many calls later.
import type { RawCase } from "../definition.ts";

/** @param lines the script, see golden/lines.ts */
export function story(id: string, title: string, requires: readonly string[], ...lines: readonly string[]): RawCase {
  return { id: `stories/${id}`, title, requires, lines };
}

/** Ways in which an attempt at unit `u` of `s` may end, as lines of a script. */
export const ENDINGS = {
  failed: [
    "get_work('w', {})",
    "update_work_unit('s', 'u', {'status': 5})",
    "update_work_unit('s', 'u', {'status': 1})",
  ],
  finished: [
    "get_work('w', {})",
    "update_work_unit('s', 'u', {'status': 4})",
    "update_work_unit('s', 'u', {'status': 1})",
  ],
  reset: ["get_work('w', {})", "update_work_unit('s', 'u', {'status': 1, 'lease_time': 0})"],
  "forced pending": ["update_work_unit('s', 'u', {'status': 3})", "update_work_unit('s', 'u', {'status': 1})"],
  "forced finished": ["update_work_unit('s', 'u', {'status': 4})", "update_work_unit('s', 'u', {'status': 1})"],
  "forced failed": ["update_work_unit('s', 'u', {'status': 5})", "update_work_unit('s', 'u', {'status': 1})"],
  "added again when finished": [
    "get_work('w', {})",
    "update_work_unit('s', 'u', {'status': 4})",
    "add_work_units('s', ['u'])",
  ],
  "added again when failed": [
    "get_work('w', {})",
    "update_work_unit('s', 'u', {'status': 5})",
    "add_work_units('s', ['u'])",
  ],
  "added over while pending": [
    "get_work('w', {})",
    "add_work_units('s', [['u', {'n': 2}]])",
    "update_work_unit('s', 'u', {'status': 1})",
  ],
  "failed, then finished": [
    "get_work('w', {})",
    "update_work_unit('s', 'u', {'status': 5})",
    "update_work_unit('s', 'u', {'status': 4})",
    "update_work_unit('s', 'u', {'status': 1})",
  ],
  renewed: [
    "get_work('w', {})",
    "update_work_unit('s', 'u', {'lease_time': 50})",
    "update_work_unit('s', 'u', {'status': 3})",
    "update_work_unit('s', 'u', {'status': 1})",
  ],
} satisfies Readonly<Record<string, readonly string[]>>;

/** Calls that reset a unit's count of attempts, and similar ones that do not. */
export const BETWEEN: Readonly<Record<string, readonly string[]>> = {
  "added over": ["add_work_units('s', ['u'])"],
  "deleted and added": ["del_work_units('s', {'work_unit_keys': ['u']})", "add_work_units('s', ['u'])"],
  "its spec set again": ["set_work_spec({'name': 's', 'max_retries': 2})"],
  "its spec deleted and made again": [
    "del_work_spec('s')",
    "set_work_spec({'name': 's', 'max_retries': 2})",
    "add_work_units('s', ['u'])",
  ],
  prioritized: ["prioritize_work_units('s', {'work_unit_keys': ['u'], 'priority': 9})"],
  "its data replaced": ["update_work_unit('s', 'u', {'data': {'n': 1}})"],
};
