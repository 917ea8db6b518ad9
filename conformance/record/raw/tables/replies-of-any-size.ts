// Replies of exactly the sizes at which a CBOR head gets longer, with lists and maps of such counts.
import { assemble } from "../../../cbor/assemble.ts";
import type { RawCase } from "../definition.ts";
import { type Row, specRow, table, together } from "./table.ts";

/** Sizes of messages in bytes, around those at which the head of the frame's byte string gets longer. */
const SIZES = [
  ...Array.from({ length: 32 }, (_, i) => 8 + i),
  ...Array.from({ length: 12 }, (_, i) => 250 + i),
  ...Array.from({ length: 8 }, (_, i) => 65532 + i),
];

/** A spec name, in notation, for which get_work_spec replies in `size` bytes with an id of one byte, if there is one. */
function definitionOf(size: number): string | undefined {
  const nameOf = (length: number) => (length > 300 ? `«${length} * 'n'»` : `'${"n".repeat(length)}'`);
  for (let length = Math.max(1, size - 40); length < size; length++) {
    const reply = assemble(`{'id': 1, 'result': {"name": "${"n".repeat(length)}"}}`);
    if (reply.length === size) return nameOf(length);
  }
  return undefined;
}

/** Calls for each size, on its own connection, so that ids take one byte. */
function repliesOf(sizes: readonly number[]): string[] {
  return sizes.flatMap((size, i) => {
    const name = definitionOf(size);
    if (name === undefined) return [];
    const conn = 2 + i;
    return [
      `${conn}: set_work_spec({'name': ${name}})`,
      `& get_work_spec(${name})`,
      `& worker_heartbeat(${name}, '', 60, null, null)`,
      "& list_worker_modes()",
      `& worker_unregister(${name})`,
      `& del_work_spec(${name})`,
    ];
  });
}

const COUNTS = [0, 1, 22, 23, 24, 25, 255, 256, 257];
const units = (count: number) => (count === 0 ? "[]" : `[«1..${count}: 'u%d'»]`);

function listsOf(count: number): Row {
  return specRow(`${count} of each`, [
    `add_work_units('s', ${units(count)})`,
    "get_work_units('s', {'limit': 0})",
    `get_work_unit_status('s', ${units(count)})`,
    `get_work('w', {'max_jobs': ${Math.max(2, count)}})`,
    "count_work_units('s')",
    `update_work_unit('s', 'u1', {'status': 5, 'data': {'traceback': ${units(count)}}})`,
    "get_work_unit_status('s', ['u1'])",
    `readlock(${count === 0 ? "[]" : `[«1..${count}: ['n', %d]»]`})`,
    `locksome('me', 60, ${count === 0 ? "[]" : `[«1..${count}: ['n', %d]»]`})`,
    `lock('you', 60, [['n'${count === 0 ? "" : `, «1..${count}: %d»`}]])`,
    "delete_namespace('n')",
  ]);
}

function registered(count: number): Row {
  const ids = Array.from({ length: count }, (_, i) => `'w${i}'`);
  return {
    name: `${count} workers and work specs`,
    lines: together(
      ...ids.map((id, i) => `worker_heartbeat(${id}, 'm${i}', 60, null, 'p')`),
      ...ids.map((id) => `set_work_spec({'name': ${id}})`),
      "list_worker_modes()",
      "mode_counts()",
      "worker_stats()",
      "get_child_work_units('p')",
      "list_work_specs({})",
      "clear()",
      ...ids.map((id) => `worker_unregister(${id})`),
    ),
  };
}

export const repliesOfAnySize: readonly RawCase[] = [
  table(
    "tables/replies-of-any-size",
    "replies of exactly the sizes at which their heads grow, one byte less and one more",
    ["FRAME-4", "FRAME-5", "FRAME-2"],
    [{ name: "a definition and a worker whose names make the reply so long", lines: repliesOf(SIZES) }],
  ),
  table(
    "tables/lists-of-any-length",
    "every list and map of a reply with as many items as their heads hold, one less and one more",
    ["FRAME-5", "FRAME-6", "UNIT-45", "UNIT-68", "WORKER-20", "WORKER-27", "LOCK-26", "LOCK-34"],
    [...COUNTS.map(listsOf), ...[23, 24, 25, 256].map(registered)],
  ),
];
