// Computes which state of the Go daemon is stale after the calls so far (K15): a work spec's queue that no longer matches
// its units, and replaced units that it still finds by name.
import type { Item } from "../../cbor/item.ts";
import { elementsOf, fieldOf, isTrue, stringOf } from "../../cbor/reading.ts";
import { optionOf } from "../../protocol/call.ts";
import type { Exchange } from "../rule.ts";
import { firstOf, numberOf } from "./history.ts";

type Unit = {
  state: "available" | "pending" | "finished" | "failed" | "gone";
  /** undefined after prioritize_work_units. */
  priority: number | undefined;
  data: Item | undefined;
  /** Whether the daemon may still find a replaced unit by this name. */
  isStale: boolean;
};

/** A work spec after the calls so far. */
type Spec = { successor: string; hasStaleQueue: boolean; readonly units: Map<string, Unit> };

const STATES = { 1: "available", 3: "pending", 4: "finished", 5: "failed" } as const;

/** Whether the queue from which this get_work was answered may be stale. */
export function takesFromStaleQueue({ call, expected, got }: Exchange, before: readonly Exchange[]): boolean {
  const specs = specsAfter(before);
  const answers = [expected, got].flatMap((answer) =>
    answer.kind === "result" ? handedOut(elementsOf(answer.item)[0]) : [],
  );
  const named = elementsOf(optionOf(call?.params[1], "work_spec_names")).map((each) => stringOf(each) ?? "");
  const names = answers.length > 0 ? answers.map(([name]) => name) : named.length > 0 ? named : [...specs.keys()];
  return names.some((name) => specs.get(name)?.hasStaleQueue);
}

/** Whether the unit named by this update_work_unit or get_work_unit_status may be stale. */
export function namesStaleUnit({ call }: Exchange, before: readonly Exchange[]): boolean {
  const units = specsAfter(before).get(nameOf(call?.params[0]))?.units;
  const keys = call?.method === "update_work_unit" ? call.params.slice(1, 2) : elementsOf(call?.params[1]);
  return keys.some((key) => units?.get(nameOf(key))?.isStale);
}

/** Whether any state is stale, so that a worker may have units that the reference would not hand out to it. */
export function isAnythingStale(before: readonly Exchange[]): boolean {
  return [...specsAfter(before).values()].some(
    ({ hasStaleQueue, units }) => hasStaleQueue || [...units.values()].some(({ isStale }) => isStale),
  );
}

function specsAfter(exchanges: readonly Exchange[]): Map<string, Spec> {
  const specs = new Map<string, Spec>();
  for (const exchange of exchanges) if (exchange.expected.kind === "result") apply(specs, exchange);
  return specs;
}

function apply(specs: Map<string, Spec>, exchange: Exchange): void {
  const { call } = exchange;
  const spec = specs.get(nameOf(call?.params[0]));
  const first = firstOf(exchange, "expected");
  switch (call?.method) {
    case "set_work_spec":
      define(specs, call.params[0]);
      return;
    case "del_work_spec":
      specs.delete(nameOf(call.params[0]));
      return;
    case "clear":
      specs.clear();
      return;
    case "add_work_units":
      if (spec !== undefined && isTrue(first)) for (const item of elementsOf(call.params[1])) add(spec, item);
      return;
    case "prioritize_work_units":
      for (const key of elementsOf(optionOf(call.params[1], "work_unit_keys"))) {
        const unit = spec?.units.get(nameOf(key));
        if (unit !== undefined) unit.priority = undefined;
      }
      return;
    case "get_work":
      for (const [name, key] of handedOut(first)) {
        const unit = specs.get(name)?.units.get(key);
        if (unit !== undefined) unit.state = "pending";
      }
      return;
    case "update_work_unit":
      if (spec !== undefined && isTrue(first)) update(specs, spec, call.params[1], call.params[2]);
      return;
    case "del_work_units":
      if (spec !== undefined && numberOf(first) !== 0) remove(spec, call.params[1]);
      return;
  }
}

/** Setting a work spec again reloads all its units, but keeps its queue. */
function define(specs: Map<string, Spec>, definition: Item | undefined): void {
  const name = nameOf(optionOf(definition, "name"));
  const spec = specs.get(name) ?? { successor: "", hasStaleQueue: false, units: new Map<string, Unit>() };
  specs.set(name, spec);
  spec.successor = nameOf(optionOf(definition, "then"));
  for (const [key, unit] of spec.units) {
    if (unit.state === "gone") spec.units.delete(key);
    unit.isStale = false;
  }
}

/** An available unit that is added again keeps its position in the queue, even with another priority. */
function add(spec: Spec, item: Item): void {
  const [sent = item, data, meta, last] = elementsOf(item);
  const key = nameOf(sent);
  const priority = numberOf(last) ?? numberOf(optionOf(meta, "priority")) ?? 0;
  const known = spec.units.get(key);
  if (known?.state === "available" && known.priority !== priority) spec.hasStaleQueue = true;
  const state = known?.state === "pending" ? "pending" : "available";
  spec.units.set(key, { state, priority, data, isStale: false });
}

/** A unit whose status changes though it was not handed out remains in the queue. */
function update(specs: Map<string, Spec>, spec: Spec, key: Item | undefined, options: Item | undefined): void {
  const unit = spec.units.get(nameOf(key));
  const status = Math.trunc(numberOf(optionOf(options, "status")) ?? 0);
  const state = status === 1 || status === 3 || status === 4 || status === 5 ? STATES[status] : undefined;
  const data = optionOf(options, "data") ?? unit?.data;
  if (state !== undefined && state !== "available" && (unit === undefined || unit.state === "available")) {
    spec.hasStaleQueue = true;
  }
  const next = specs.get(spec.successor);
  if (state === "finished" && next !== undefined) chain(next, fieldOf(data, "output"));
  if (unit === undefined) return;
  unit.data = data;
  unit.state = state ?? unit.state;
}

/** Adds chained units. A unit that is replaced remains in the queue, and is still found by its name. */
function chain(next: Spec, output: Item | undefined): void {
  const items = output?.kind === "map" ? output.entries.map(({ key }) => key) : elementsOf(output);
  for (const item of items) {
    const [sent = item] = elementsOf(item);
    const known = next.units.get(nameOf(sent));
    if (known !== undefined && known.state !== "gone") next.hasStaleQueue = true;
    const isStale = known !== undefined;
    next.units.set(nameOf(sent), { state: "available", priority: undefined, data: undefined, isStale });
  }
}

function remove(spec: Spec, options: Item | undefined): void {
  const keys = optionOf(options, "work_unit_keys");
  const named = new Set(elementsOf(keys).map(nameOf));
  const status = numberOf(optionOf(options, "state")) ?? 0;
  const isAll = isTrue(optionOf(options, "all"));
  for (const [key, unit] of spec.units) {
    const isNamed = keys === undefined || named.has(key);
    const isMeant =
      status === 0 || Object.entries(STATES).some(([n, state]) => Number(n) === status && state === unit.state);
    if (isAll || (isNamed && isMeant)) unit.state = "gone";
  }
}

/** Spec and key of each unit in a reply to get_work: one tuple, or a list of them. */
function handedOut(first: Item | undefined): [spec: string, key: string][] {
  const units = first?.kind === "tag" ? [first] : elementsOf(first);
  return units.flatMap((each): [string, string][] => {
    const [spec, key] = elementsOf(each);
    return stringOf(spec) === undefined ? [] : [[nameOf(spec), nameOf(key)]];
  });
}

/** A name; null counts as "". */
function nameOf(item: Item | undefined): string {
  return stringOf(item) ?? "";
}
