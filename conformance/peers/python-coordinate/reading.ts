// How the rules of this daemon look at an exchange, and at what the session did before.
import type { Item } from "../../cbor/item.ts";
import { elementsOf, fieldOf, isNull } from "../../cbor/reading.ts";
import type { Call } from "../../protocol/call.ts";
import type { Exchange } from "../rule.ts";

export function isCall(exchange: Exchange, ...methods: readonly string[]): boolean {
  return exchange.call !== undefined && methods.includes(exchange.call.method);
}

/** The message where an error is expected, or where one came; undefined for anything else. */
export const errorOf = ({ expected, got }: Exchange, side: "expected" | "got"): string | undefined => {
  const answer = side === "expected" ? expected : got;
  return answer.kind === "error" ? answer.message : undefined;
};

/** Whether the daemon refuses with an exception like this what should work. */
export const throws = (exchange: Exchange, text: RegExp): boolean =>
  exchange.expected.kind === "result" && text.test(errorOf(exchange, "got") ?? "");

/** Whether the daemon carries out what should be refused with an error like this. */
export const accepts = (exchange: Exchange, text: RegExp): boolean =>
  exchange.got.kind === "result" && text.test(errorOf(exchange, "expected") ?? "");

/** The elements of the pair that came. */
export const gotPair = ({ got }: Exchange): readonly Item[] => (got.kind === "result" ? elementsOf(got.item) : []);

export const isFalse = (item: Item | undefined): boolean => item?.kind === "simple" && item.value === 20;

/** The map of options, or of a definition: the last parameter that is one. */
export function optionsOf(call: Call | undefined): Item | undefined {
  return call?.params.findLast(({ kind }) => kind === "map");
}

/** An option as the daemon reads it: under its one spelling, null being a value. */
export const option = (call: Call | undefined, name: string): Item | undefined => fieldOf(optionsOf(call), name);

/** Whether a null stands where a parameter, an option, a unit's key or its metadata are meant. */
export function hasNull(call: Call | undefined): boolean {
  const units = call?.method === "add_work_units" ? elementsOf(call.params[1]).map((unit) => elementsOf(unit)[0]) : [];
  const options = optionsOf(call);
  const values = options?.kind === "map" ? options.entries.map(({ value }) => value) : [];
  return [...(call?.params ?? []), ...values, ...units].some(isNull);
}

/** The calls of these methods before, whatever came of them. */
export const earlier = (before: readonly Exchange[], ...methods: readonly string[]): readonly Call[] =>
  before.flatMap(({ call }) => (call !== undefined && methods.includes(call.method) ? [call] : []));

/** What definitions before say under a key. */
export const defined = (before: readonly Exchange[], key: string): readonly Item[] =>
  earlier(before, "set_work_spec").flatMap((call) => option(call, key) ?? []);

const OPTIONS = new Set(
  "start limit state all priority adjustment status continuous weight interval data name disabled nice then runtime work_unit_keys max_running lease_time max_jobs available_gb work_spec_names worker_id min_gb max_getwork max_retries".split(
    " ",
  ),
);

/** Whether an option stands there in a spelling that only the contract knows: any case, and a long s. */
export function misspells(options: Item | undefined): boolean {
  const keys = options?.kind === "map" ? options.entries.map(({ key }) => key) : [];
  return keys.some((key) => {
    if (key.kind !== "bytes" && key.kind !== "text") return false;
    const text = Buffer.from(key.value).toString("utf8");
    const plain = text.toLowerCase().replaceAll("ſ", "s");
    return text !== plain && OPTIONS.has(plain);
  });
}
