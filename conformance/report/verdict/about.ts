// Guesses which of the clauses that a case tests its first difference is about, since a case may test ten and break
// one: those that share words with the request and the two replies come first.
import { elementAt } from "../../element-at.ts";
import { answerIn } from "../../protocol/call.ts";
import type { Clause } from "../../protocol/clauses.ts";
import { demandOf } from "../../protocol/demand.ts";
import type { Finding, Result } from "../../run/result.ts";

/** Number of characters of a request or reply that are searched for words. */
const LOOKED_AT = 2000;

/**
 * The clauses of a case, sorted by relevance to its first difference; equal ones in the order of the document. An error
 * reply where another one is expected breaks none of those on frames if it is a frame.
 */
export function clausesAbout({ requires, differences }: Pick<Result, "requires" | "differences">): readonly Clause[] {
  const [first] = differences;
  const demanded = demandOf(requires).clauses;
  const clauses =
    first !== undefined && isError(first) ? demanded.filter(({ id }) => !id.startsWith("FRAME-")) : demanded;
  if (first === undefined || clauses.length < 2) return clauses;
  const method = /^\w+(?=\()/.exec(first.call[0] ?? "")?.[0];
  const asked = wordsOf(first.call.join(" "));
  const answered = wordsOf(`${first.expected} ${first.got}`);
  // Words are weighted by rarity: one that occurs in every clause does not discriminate.
  const sentences = clauses.map(({ section, sentence }) => wordsOf(`${section} ${sentence}`));
  const rarity = (word: string) => 1 / sentences.filter((words) => words.has(word)).length;
  const score = (words: ReadonlySet<string>) => {
    let sum = 0;
    for (const word of words) {
      if (answered.has(word)) sum += 2 * rarity(word);
      else if (word === method || asked.has(word)) sum += rarity(word);
    }
    return sum;
  };
  const scored = clauses.map((clause, i) => ({ clause, score: score(elementAt(sentences, i)) }));
  return scored.sort((a, b) => b.score - a.score).map(({ clause }) => clause);
}

/** Whether the reply is an error reply in a frame of the right form, and must not be one. */
function isError({ path, kind, replied }: Finding): boolean {
  return /^(error|result)$/.test(path) && (kind === "extra" || kind === "missing") && isErrorReply(replied);
}

function isErrorReply(hex: string): boolean {
  return answerIn([Buffer.from(hex, "hex")], false).kind === "error";
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .slice(0, LOOKED_AT)
      .toLowerCase()
      .match(/[a-z_]{3,}|\d{2,}/g) ?? [],
  );
}
