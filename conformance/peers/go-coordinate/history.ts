// Facts about the state of the session that follow from the calls so far (workers that were named, units with delays), and
// helpers with which the rules read an exchange.
import type { Item } from "../../cbor/item.ts";
import { elementsOf, stringOf } from "../../cbor/reading.ts";
import { type Call, optionOf } from "../../protocol/call.ts";
import type { Exchange } from "../rule.ts";

export function isMethod<Name extends string>(
  call: Call | undefined,
  ...names: readonly Name[]
): call is Call & { readonly method: Name } {
  return names.some((name) => name === call?.method);
}

/** Whether the peer replies with an error that matches the pattern where a result is expected. */
export const refusesWith = ({ expected, got }: Exchange, text: RegExp): boolean =>
  expected.kind === "result" && got.kind === "error" && text.test(got.message);

/** The calls of these methods that succeeded. */
export function callsOf(exchanges: readonly Exchange[], ...methods: readonly string[]): readonly Call[] {
  return exchanges.flatMap(({ call, expected }) =>
    expected.kind === "result" && isMethod(call, ...methods) ? [call] : [],
  );
}

/** The first element of a result that is a pair. */
export function firstOf({ expected, got }: Exchange, side: "expected" | "got"): Item | undefined {
  const answer = side === "expected" ? expected : got;
  return answer.kind === "result" ? elementsOf(answer.item)[0] : undefined;
}

export function numberOf(item: Item | undefined): number | undefined {
  return item?.kind === "int" || item?.kind === "float" ? Number(item.value) : undefined;
}

/** All workers named in any call; the Go daemon creates a record for each of them (K5). */
export function workersNamed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { call } of exchanges) {
    if (isMethod(call, "worker_heartbeat")) {
      names.add(stringOf(call.params[0]) ?? "").add(stringOf(call.params[4]) ?? "");
    } else if (isMethod(call, "get_work", "worker_unregister", "get_worker_info", "get_child_work_units")) {
      names.add(stringOf(call.params[0]) ?? "");
    } else if (isMethod(call, "update_work_unit")) {
      names.add(stringOf(optionOf(call.params[2], "worker_id")) ?? "");
    }
  }
  return names;
}

/** Whether a unit with a delay was sent, in add_work_units or in the `output` of a unit. */
export function hasDelays(exchanges: readonly Exchange[]): boolean {
  return callsOf(exchanges, "add_work_units").some(({ params }) =>
    elementsOf(params[1]).some((item) => (numberOf(optionOf(elementsOf(item)[2], "delay")) ?? 0) >= 1),
  );
}

/** Whether an item that satisfies the predicate was sent, at any depth. */
export function hasSent(exchanges: readonly Exchange[], test: (item: Item) => boolean): boolean {
  const below = (item: Item): boolean => {
    if (test(item)) return true;
    if (item.kind === "array") return item.items.some(below);
    if (item.kind === "tag") return below(item.content);
    return item.kind === "map" && item.entries.some(({ key, value }) => below(key) || below(value));
  };
  return exchanges.some(({ call }) => call?.params.some(below) ?? false);
}

/** Whether a unit to add, or a key, has an empty key or null. */
export const isEmptyKey = (item: Item | undefined): boolean => {
  const key = item === undefined || stringOf(item) !== undefined ? item : elementsOf(item)[0];
  return key !== undefined && (stringOf(key) === "" || (key.kind === "simple" && key.value >= 22));
};
