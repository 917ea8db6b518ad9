// Cases that are about one clause or a few.
import { calls, type RawCase } from "../definition.ts";

/** @param lines see golden/lines.ts */
export function clause(name: string, title: string, requires: readonly string[], ...lines: readonly string[]): RawCase {
  return { id: `clauses/${name}`, title, requires, lines };
}

/** The same of calls, each of them a step. */
export function clauseInCalls(
  name: string,
  title: string,
  requires: readonly string[],
  ...list: readonly string[]
): RawCase {
  return { id: `clauses/${name}`, title, requires, steps: calls(...list) };
}
