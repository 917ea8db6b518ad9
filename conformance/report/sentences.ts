// The sentences of the clauses that a failed case breaks, for reports.
import type { Result } from "../run/result.ts";
import { clausesAbout } from "./verdict/about.ts";

/** Of the clauses that a case requires so many are printed whole for people. */
const MOST = 3;

/** `CONF-2: ...`, the likeliest first, of a case that did not pass; none of one that did, or that demands no clause. */
export function brokenSentences(result: Result): string[] {
  if (result.outcome !== "diverged") return [];
  return clausesAbout(result).map(({ id, sentence }) => `${id}: ${sentence}`);
}

/** The same for people: of many the likeliest, and the ids of the others. */
export function likelySentences(result: Result): string[] {
  const sentences = brokenSentences(result);
  const others = sentences.slice(MOST).map((sentence) => sentence.slice(0, sentence.indexOf(":")));
  return [...sentences.slice(0, MOST), ...(others.length === 0 ? [] : [`maybe ${others.join(", ")}`])];
}
