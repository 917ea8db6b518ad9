// Finds random choices in traffic: get_work chooses a work spec by weight if several have work.
import { openFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";
import { elementsOf, fieldOf, stringOf } from "../cbor/reading.ts";
import { callIn } from "../protocol/call.ts";
import type { Turn } from "./turn.ts";

/** One unit that get_work handed out. */
export type Drawn = {
  /** Path of the unit in the reply: `[0]`, or `[0][2]` in a bundle. */
  readonly path: string;
  readonly spec: string;
  readonly key: string;
  /** The unit's data in CBOR diagnostic notation. */
  readonly data: string;
};

/** The units in the reply to a get_work; empty for any other turn. */
export function unitsIn({ send, reply }: Turn): Drawn[] {
  if (reply === undefined || callIn(send)?.method !== "get_work") return [];
  const { inner, message } = openFrame(reply);
  const result = fieldOf(message, "result");
  const [first] = elementsOf(result);
  if (inner === undefined || first === undefined) return [];
  const single = unitAt("[0]", first, inner);
  return single === undefined
    ? elementsOf(first).flatMap((each, i) => unitAt(`[0][${i}]`, each, inner) ?? [])
    : [single];
}

function unitAt(path: string, item: Item, inner: Uint8Array): Drawn | undefined {
  const [spec, key, data] = elementsOf(item);
  const [specName, unitKey] = [stringOf(spec), stringOf(key)];
  if (specName === undefined || unitKey === undefined || data === undefined) return undefined;
  return { path, spec: specName, key: unitKey, data: notate(data, inner) };
}

/** The units that a turn handed out, and all candidates for the same choice: these and the units of later turns. */
export type Draw = { readonly own: readonly Drawn[]; readonly among: readonly Drawn[] };

/** The turns whose get_work could choose among several work specs, with their candidates. */
export function drawsOf(turns: readonly Turn[]): ReadonlyMap<Turn, Draw> {
  const later: Drawn[] = [];
  const draws = new Map<Turn, Draw>();
  for (const turn of turns.toReversed()) {
    const own = unitsIn(turn);
    if (own.length === 0) continue;
    later.push(...own);
    if (new Set(later.map(({ spec }) => spec)).size > 1) draws.set(turn, { own, among: [...later] });
  }
  return draws;
}

/**
 * Whether one of these specs has a `then`, so that finishing its units creates work elsewhere. A random choice among such
 * specs affects all later replies, which masks cannot express.
 */
export function chains(turns: readonly Turn[], specs: ReadonlySet<string>): boolean {
  return turns.some(({ send }) => {
    const call = callIn(send);
    const [definition] = call?.method === "set_work_spec" ? call.params : [];
    const name = stringOf(fieldOf(definition, "name"));
    return name !== undefined && specs.has(name) && stringOf(fieldOf(definition, "then")) !== undefined;
  });
}
