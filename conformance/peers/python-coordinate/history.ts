// Facts about the units of a session that follow from the calls and replies so far.
import type { Item } from "../../cbor/item.ts";
import { elementsOf, fieldOf, stringOf } from "../../cbor/reading.ts";
import { optionOf } from "../../protocol/call.ts";
import { numberOf } from "../go-coordinate/history.ts";
import type { Exchange } from "../rule.ts";

/** The keys of all units that get_work has handed out. */
export function handedOut(before: readonly Exchange[]): ReadonlySet<string> {
  return new Set(before.flatMap(keysHandedOutBy));
}

/** The keys of units that were added again while pending. */
export function readdedPending(before: readonly Exchange[]): ReadonlySet<string> {
  const pending = new Set<string>();
  const again = new Set<string>();
  for (const exchange of before) {
    const { call } = exchange;
    for (const key of keysHandedOutBy(exchange)) pending.add(key);
    if (call?.method === "update_work_unit" && (numberOf(fieldOf(call.params[2], "status")) ?? 3) !== 3) {
      pending.delete(stringOf(call.params[1]) ?? "");
    }
    for (const key of addedBy(exchange)) if (pending.has(key)) again.add(key);
  }
  return again;
}

/** Whether an existing unit was added again. */
export function wasReadded(before: readonly Exchange[]): boolean {
  const keys = before.flatMap(addedBy);
  return new Set(keys).size < keys.length;
}

/** The outputs in the data of units, which are added to the next spec when the unit is finished. */
export function outputs(before: readonly Exchange[]): readonly Item[] {
  return before.flatMap(({ call }) => {
    if (call?.method === "update_work_unit") return optionOf(optionOf(call.params[2], "data"), "output") ?? [];
    if (call?.method !== "add_work_units") return [];
    return elementsOf(call.params[1]).flatMap((unit) => optionOf(elementsOf(unit)[1], "output") ?? []);
  });
}

/** Whether an output has the key of a unit that was added before. */
export function chainsOver(before: readonly Exchange[]): boolean {
  const added = new Set(before.flatMap(addedBy));
  return outputs(before).some((output) => {
    const keys = output.kind === "map" ? output.entries.map(({ key }) => key) : elementsOf(output);
    return keys.some((key) => added.has(stringOf(key) ?? stringOf(elementsOf(key)[0]) ?? ""));
  });
}

function addedBy({ call }: Exchange): string[] {
  if (call?.method !== "add_work_units") return [];
  return elementsOf(call.params[1]).flatMap((unit) => stringOf(elementsOf(unit)[0]) ?? []);
}

function keysHandedOutBy({ call, got }: Exchange): string[] {
  if (call?.method !== "get_work" || got.kind !== "result") return [];
  const first = elementsOf(got.item)[0];
  const jobs: readonly Item[] = first?.kind === "tag" ? [first] : elementsOf(first);
  return jobs.flatMap((job) => stringOf(elementsOf(job)[1]) ?? []);
}
