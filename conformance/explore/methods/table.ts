// The 30 methods of the protocol, each with its frequency, and a generator of parameters that fit the state of a
// session.
import type { Tree } from "../tree.ts";
import { options } from "../vocabulary.ts";
import { label, locker, paths, timeout } from "./locks.ts";
import { type Draw, keys, specName, worker } from "./names.ts";
import { controlOptions, definition, listOptions } from "./specs.ts";
import { deletion, prioritizeOptions, selection, units } from "./units.ts";
import { getWorkOptions, update } from "./work.ts";
import { heartbeat, parent } from "./workers.ts";

export type Method = { readonly often: number; readonly params: (draw: Draw) => readonly Tree[] };

export const DRAWN = {
  set_work_spec: { often: 6, params: (draw) => [definition(draw)] },
  add_work_units: { often: 8, params: (draw) => [specName(draw), units(draw)] },
  get_work: { often: 14, params: (draw) => [worker(draw), getWorkOptions(draw)] },
  update_work_unit: { often: 16, params: update },
  get_work_units: { often: 4, params: (draw) => [specName(draw), selection(draw)] },
  get_work_unit_status: { often: 4, params: (draw) => [specName(draw), keys(draw)] },
  count_work_units: { often: 2, params: (draw) => [specName(draw)] },
  prioritize_work_units: { often: 5, params: (draw) => [specName(draw), prioritizeOptions(draw)] },
  del_work_units: { often: 3, params: (draw) => [specName(draw), deletion(draw)] },
  get_work_spec: { often: 1, params: (draw) => [specName(draw)] },
  get_work_spec_meta: { often: 1, params: (draw) => [specName(draw)] },
  control_work_spec: { often: 5, params: (draw) => [specName(draw), controlOptions(draw)] },
  list_work_specs: { often: 2, params: (draw) => [listOptions(draw)] },
  del_work_spec: { often: 1, params: (draw) => [specName(draw)] },
  clear: { often: 0.5, params: () => [] },
  worker_heartbeat: { often: 5, params: heartbeat },
  worker_unregister: { often: 1, params: (draw) => [worker(draw)] },
  list_worker_modes: { often: 1, params: () => [] },
  get_worker_info: { often: 1, params: (draw) => [worker(draw)] },
  mode_counts: { often: 1, params: () => [] },
  worker_stats: { often: 1, params: () => [] },
  get_child_work_units: { often: 3, params: (draw) => [parent(draw)] },
  lock: { often: 3, params: (draw) => [locker(draw), timeout(draw), paths(draw)] },
  locksome: { often: 2, params: (draw) => [locker(draw), timeout(draw), paths(draw)] },
  renew: { often: 2, params: (draw) => [locker(draw), timeout(draw), paths(draw)] },
  readlock: { often: 2, params: (draw) => [paths(draw)] },
  unlock: { often: 2, params: (draw) => [locker(draw), paths(draw)] },
  delete_namespace: { often: 0.5, params: ({ random }) => [label(random)] },
  now: { often: 0.5, params: () => [] },
  get_config: { often: 0.3, params: () => [] },
  archive: { often: 0.3, params: ({ random }) => [options(random, {})] },
} satisfies Record<string, Method>;

export const DRAWN_METHODS: readonly (readonly [name: string, method: Method])[] = Object.entries(DRAWN);
