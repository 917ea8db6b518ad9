// Helpers with which the rules for the Python daemon read an exchange and the earlier calls.
import type { Item } from "../../cbor/item.ts";
import { elementsOf, fieldOf, isNull } from "../../cbor/reading.ts";
import type { Call } from "../../protocol/call.ts";
import type { Exchange } from "../rule.ts";

export function isCall(exchange: Exchange, ...methods: readonly string[]): boolean {
  return exchange.call !== undefined && methods.includes(exchange.call.method);
}

/** The message of the expected or the received error; undefined if that reply is not an error. */
export const errorOf = ({ expected, got }: Exchange, side: "expected" | "got"): string | undefined => {
  const answer = side === "expected" ? expected : got;
  return answer.kind === "error" ? answer.message : undefined;
};

/** Whether the daemon replies with an exception that matches the pattern where a result is expected. */
export const throws = (exchange: Exchange, text: RegExp): boolean =>
  exchange.expected.kind === "result" && text.test(errorOf(exchange, "got") ?? "");

/** Whether the daemon executes a call for which an error that matches the pattern is expected. */
export const accepts = (exchange: Exchange, text: RegExp): boolean =>
  exchange.got.kind === "result" && text.test(errorOf(exchange, "expected") ?? "");

/** The elements of the received pair. */
export const gotPair = ({ got }: Exchange): readonly Item[] => (got.kind === "result" ? elementsOf(got.item) : []);

export const isFalse = (item: Item | undefined): boolean => item?.kind === "simple" && item.value === 20;

/** The map of options or of a definition: the last parameter, if it is a map. */
export function optionsOf(call: Call | undefined): Item | undefined {
  return call?.params.findLast(({ kind }) => kind === "map");
}

/** An option as the daemon reads it: only in its exact spelling, and null is a value. */
export const option = (call: Call | undefined, name: string): Item | undefined => fieldOf(optionsOf(call), name);

/** Whether a parameter, an option, a unit's key or its metadata is null. */
export function hasNull(call: Call | undefined): boolean {
  const units = call?.method === "add_work_units" ? elementsOf(call.params[1]).map((unit) => elementsOf(unit)[0]) : [];
  const options = optionsOf(call);
  const values = options?.kind === "map" ? options.entries.map(({ value }) => value) : [];
  return [...(call?.params ?? []), ...values, ...units].some(isNull);
}

/** The earlier calls of these methods, successful or not. */
export const earlier = (before: readonly Exchange[], ...methods: readonly string[]): readonly Call[] =>
  before.flatMap(({ call }) => (call !== undefined && methods.includes(call.method) ? [call] : []));

/** The values under a key in earlier definitions. */
export const defined = (before: readonly Exchange[], key: string): readonly Item[] =>
  earlier(before, "set_work_spec").flatMap((call) => option(call, key) ?? []);

const OPTIONS = new Set(
  "start limit state all priority adjustment status continuous weight interval data name disabled nice then runtime work_unit_keys max_running lease_time max_jobs available_gb work_spec_names worker_id min_gb max_getwork max_retries".split(
    " ",
  ),
);

/** Whether an option has a spelling that only the contract accepts: other case, or a long s. */
export function misspells(options: Item | undefined): boolean {
  const keys = options?.kind === "map" ? options.entries.map(({ key }) => key) : [];
  return keys.some((key) => {
    if (key.kind !== "bytes" && key.kind !== "text") return false;
    const text = Buffer.from(key.value).toString("utf8");
    const plain = text.toLowerCase().replaceAll("ſ", "s");
    return text !== plain && OPTIONS.has(plain);
  });
}
