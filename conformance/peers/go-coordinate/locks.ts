// How the Go daemon's divergence in locks shows (K25).
import { elementsOf, isNull, stringOf } from "../../cbor/reading.ts";
import type { Exchange, Rule } from "../rule.ts";
import { isMethod } from "./history.ts";

export const lockPoints: readonly Rule[] = [
  {
    point: "K25",
    explains: ({ path }, exchange) => /^\[[01]\]$/.test(path) && locksByRenewing(exchange),
    splitsState: locksByRenewing,
  },
];

/** A renew by the locker "" takes what nobody holds, and may stop only at a later path. */
function locksByRenewing({ call, expected, got }: Exchange): boolean {
  if (!isMethod(call, "renew") || (stringOf(call.params[0]) ?? "") !== "") return false;
  if (expected.kind !== "result" || got.kind !== "result") return false;
  const [, came] = elementsOf(got.item);
  const isLater = /^\[.*\] is held by /.test(stringOf(came) ?? "");
  return / is held by $/.test(stringOf(elementsOf(expected.item)[1]) ?? "") && (isNull(came) || isLater);
}
