// The approximate state that a session has created so far: work specs, units and their owners, workers, locks. It need
// not be exact, since it only serves to generate calls on existing objects.
import type { Call, Step } from "./session.ts";
import { itemsIn, optionIn, type Tree, textOf, wordOf } from "./tree.ts";

export type Status = "available" | "pending" | "finished" | "failed";

type UnitState = { status: Status; worker: string | undefined; until: number };

export type State = {
  /** Work specs by name, each with its units by key. */
  readonly specs: Map<string, Map<string, UnitState>>;
  readonly workers: Set<string>;
  /** Locks that were requested, whether granted or not. */
  readonly locks: { readonly owner: Tree; readonly path: Tree }[];
  seconds: number;
};

export const emptyState = (): State => ({ specs: new Map(), workers: new Set(), locks: [], seconds: 0 });

/** Updates the state as the step would change it in a daemon, approximately. */
export function apply(state: State, step: Step): void {
  if (step.kind === "wait") passTime(state, step.seconds);
  else if (step.kind === "call") CHANGES[step.method]?.(state, step);
}

function passTime(state: State, seconds: number): void {
  state.seconds += seconds;
  for (const unit of [...state.specs.values()].flatMap((units) => [...units.values()])) {
    if (unit.status === "pending" && unit.until < state.seconds) unit.status = "available";
  }
}

type Change = (state: State, call: Call) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  set_work_spec({ specs }, { params: [definition] }) {
    const name = wordOf(optionIn(definition, "name"));
    if (name !== undefined && !specs.has(name)) specs.set(name, new Map());
  },
  add_work_units(state, { params: [spec, units] }) {
    for (const unit of itemsIn(units)) addUnit(state, spec, typeof unit === "string" ? unit : itemsIn(unit)[0]);
  },
  get_work(state, { params: [worker, options] }) {
    const named = itemsIn(optionIn(options, "work_spec_names")).map(wordOf);
    const names = named.length === 0 ? [...state.specs.keys()] : named;
    const free = names.flatMap((name) =>
      [...(state.specs.get(name ?? "") ?? [])].filter(([, { status }]) => status === "available"),
    );
    const lease = Number(textOf(optionIn(options, "lease_time") ?? "300"));
    for (const [, unit] of free.slice(0, Number(textOf(optionIn(options, "max_jobs") ?? "1")) || 1)) {
      unit.status = "pending";
      unit.worker = wordOf(worker);
      unit.until = state.seconds + (lease >= 1 ? lease : 300);
    }
  },
  update_work_unit(state, { params: [spec, key, options] }) {
    const unit = unitAt(state, spec, key);
    const status = STATUSES[textOf(optionIn(options, "status") ?? "3")];
    if (unit !== undefined && status !== undefined) unit.status = status;
  },
  del_work_units(state, { params: [spec, options] }) {
    const units = state.specs.get(wordOf(spec) ?? "");
    const keys = optionIn(options, "work_unit_keys");
    if (keys === undefined) units?.clear();
    for (const key of itemsIn(keys)) units?.delete(wordOf(key) ?? "");
  },
  del_work_spec: ({ specs }, { params: [spec] }) => void specs.delete(wordOf(spec) ?? ""),
  clear: ({ specs }) => specs.clear(),
  worker_heartbeat: ({ workers }, { params: [worker] }) => void workers.add(wordOf(worker) ?? ""),
  worker_unregister: ({ workers }, { params: [worker] }) => void workers.delete(wordOf(worker) ?? ""),
  lock: addLocks,
  locksome: addLocks,
  unlock({ locks }, { params: [, paths] }) {
    const gone = new Set(itemsIn(paths).map(textOf));
    locks.splice(0, Infinity, ...locks.filter(({ path }) => !gone.has(textOf(path))));
  },
};

/** By the `status` option of update_work_unit, in notation. */
const STATUSES: Readonly<Record<string, Status>> = { "1": "available", "3": "pending", "4": "finished", "5": "failed" };

function addUnit({ specs }: State, spec: Tree | undefined, key: Tree | undefined): void {
  const word = wordOf(key);
  if (word === undefined) return;
  specs.get(wordOf(spec) ?? "")?.set(word, { status: "available", worker: undefined, until: 0 });
}

const unitAt = ({ specs }: State, spec: Tree | undefined, key: Tree | undefined) =>
  specs.get(wordOf(spec) ?? "")?.get(wordOf(key) ?? "");

function addLocks({ locks }: State, { params: [owner, , paths] }: Call): void {
  if (owner === undefined) return;
  locks.push(...itemsIn(paths).map((path) => ({ owner, path })));
}
