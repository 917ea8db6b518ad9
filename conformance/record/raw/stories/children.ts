// get_child_work_units over a longer history: leases that expire twice, work specs that are created again, and names
// that are not valid text.
import type { RawCase } from "../definition.ts";
import { story } from "./story.ts";

const HANDED = [
  "worker_heartbeat('c', 'RUN', 300, null, 'p')",
  "set_work_spec({'name': 's'})",
  "add_work_units('s', [['u', {'n': 1}]])",
];
const LIST = "get_child_work_units('p')";

export const children: readonly RawCase[] = [
  story(
    "child-whose-unit-went-on",
    "a unit that two workers lost one after the other shows the second one, and after a reset the next one",
    ["WORKER-37", "WORKER-38", "WORKER-41"],
    ...HANDED,
    "get_work('c', {'lease_time': 1})",
    "update_work_unit('s', 'u', {'lease_time': 1, 'data': {'n': 2}})",
    "wait 1.2",
    LIST,
    "get_work('b', {'lease_time': 1})",
    LIST,
    "wait 1.2",
    LIST,
    // A daemon may show any of the expired leases while none is running, so the list is read again after the next one.
    "update_work_unit('s', 'u', {'status': 1})",
    "get_work('d', {})",
    LIST,
  ),
  story(
    "child-whose-unit-was-given-back",
    "a unit that is set available after its lease is over has no worker any more, with new data or without",
    ["WORKER-39", "WORK-61"],
    ...HANDED,
    "add_work_units('s', ['v', 'w'])",
    "get_work('c', {'lease_time': 1, 'max_jobs': 3})",
    "wait 1.2",
    "update_work_unit('s', 'u', {'status': 1})",
    "update_work_unit('s', 'v', {'status': 1, 'data': {'n': 3}})",
    "update_work_unit('s', 'w', {'data': {'n': 4}})",
    LIST,
  ),
  story(
    "child-whose-work-spec-was-made-again",
    "entries of a deleted work spec stay, and show the unit that a new one of its name has of the key",
    ["WORKER-40", "WORKER-42", "WORKER-48"],
    ...HANDED,
    "add_work_units('s', ['v'])",
    "get_work('c', {'max_jobs': 2, 'lease_time': 600})",
    "update_work_unit('s', 'u', {'data': {'n': 2}})",
    "del_work_spec('s')",
    LIST,
    "set_work_spec({'name': 's'})",
    LIST,
    "add_work_units('s', [['u', {'new': 1}]])",
    "get_work('b', {'lease_time': 900})",
    LIST,
    "clear()",
    LIST,
  ),
  story(
    "child-of-names-that-are-no-text",
    "names of workers and work specs of any bytes in the list of a child",
    ["VAL-48", "VAL-51", "WORKER-34"],
    "worker_heartbeat(h'63ff', 'RUN', 300, null, h'70ff')",
    "set_work_spec({'name': h'73ff'})",
    "add_work_units(h'73ff', [[h'75ff', {}]])",
    "get_work(h'63ff', {'lease_time': 600})",
    "get_child_work_units(h'70ff')",
    "get_work_unit_status(h'73ff', [h'75ff'])",
    "worker_heartbeat('d', 'RUN', 300, null, h'70ff')",
    "get_child_work_units(h'70ff')",
  ),
];
