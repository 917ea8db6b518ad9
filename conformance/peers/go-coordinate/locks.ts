// The rule for the Go daemon's divergence in locks (K25).
import { elementsOf, isNull, stringOf } from "../../cbor/reading.ts";
import type { Exchange, Rule } from "../rule.ts";
import { isMethod } from "./history.ts";

export const lockPoints: readonly Rule[] = [
  {
    point: "K25",
    explains: ({ path }, exchange) => /^\[[01]\]$/.test(path) && acquiresByRenew(exchange),
    splitsState: acquiresByRenew,
  },
];

/** Whether a renew by the locker "" acquired free paths, which it does up to the first path that another locker holds. */
function acquiresByRenew({ call, expected, got }: Exchange): boolean {
  if (!isMethod(call, "renew") || (stringOf(call.params[0]) ?? "") !== "") return false;
  if (expected.kind !== "result" || got.kind !== "result") return false;
  const [, came] = elementsOf(got.item);
  const isLater = /^\[.*\] is held by /.test(stringOf(came) ?? "");
  return / is held by $/.test(stringOf(elementsOf(expected.item)[1]) ?? "") && (isNull(came) || isLater);
}
