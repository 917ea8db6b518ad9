// The sentences of the clauses that a failed case breaks, for reports.
import type { Result } from "../run/result.ts";
import { clausesAbout } from "./verdict/about.ts";

/** Maximum number of clauses printed with their sentence in text reports; of others only the id. */
const MOST = 3;

/** `CONF-2: ...` for each clause of a diverged case, the likeliest first; empty for other outcomes. */
export function brokenSentences(result: Result): string[] {
  if (result.outcome !== "diverged") return [];
  return clausesAbout(result).map(({ id, sentence }) => `${id}: ${sentence}`);
}

/** The same, shortened for text reports: the likeliest sentences, then the ids of the other clauses. */
export function likelySentences(result: Result): string[] {
  const sentences = brokenSentences(result);
  const others = sentences.slice(MOST).map((sentence) => sentence.slice(0, sentence.indexOf(":")));
  return [...sentences.slice(0, MOST), ...(others.length === 0 ? [] : [`maybe ${others.join(", ")}`])];
}
