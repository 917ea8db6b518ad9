// The sentences of the protocol that a failed case breaks, as reports print them.
import { demandOf } from "../protocol/demand.ts";
import type { Result } from "../run/result.ts";

/** `CONF-2: ...`, one a clause, of a case that did not pass; none of one that did, or that demands no clause. */
export function brokenSentences({ outcome, requires }: Pick<Result, "outcome" | "requires">): string[] {
  if (outcome !== "diverged") return [];
  return demandOf(requires).clauses.map(({ id, sentence }) => `${id}: ${sentence}`);
}
