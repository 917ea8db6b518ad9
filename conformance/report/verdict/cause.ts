// What went wrong in a case, in a few words that are the same for all cases in which the same went wrong.
import { methodOf } from "../../run/case.ts";
import type { Finding, Result } from "../../run/result.ts";

export type Cause = {
  /** For people: `lock answers an error`. */
  readonly text: string;
  /** Whether this may have many reasons, so that cases about different clauses are told apart. */
  readonly isVague: boolean;
  /** Whether a message alone is another one. */
  readonly isOfWords: boolean;
  /** The method whose reply it is, where it is the same for all. */
  readonly method: string | undefined;
};

export function causeOf(result: Result): Cause {
  const [first] = result.differences;
  if (first === undefined) {
    return { text: result.reason ?? "it could not be measured", isVague: false, isOfWords: false, method: undefined };
  }
  const ofStep = result.differences.filter(({ step, reply }) => step === first.step && reply === first.reply);
  const method = methodOf(first.call);
  const name = method ?? "a request of another form";
  const plain = wholeReply(ofStep, name);
  if (plain !== undefined) {
    const isOfWords = plain.endsWith("in other words");
    return { text: plain, isVague: false, isOfWords, method: plain.startsWith(name) ? method : undefined };
  }
  return { text: `${name}: ${placeOf(first)} ${WORDS[first.kind]}`, isVague: true, isOfWords: false, method };
}

/** Where the reply as a whole is another one. */
function wholeReply(findings: readonly Finding[], method: string): string | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  switch (first.kind) {
    case "no-reply":
      return `${method} gets no reply`;
    case "closed":
      return `${method} gets the connection closed`;
    case "not-closed":
      return "the connection stays open where it must be closed";
    case "malformed":
      return `${method} gets bytes that are no reply`;
    default:
  }
  const is = (path: RegExp, kind: string) => findings.some((each) => path.test(each.path) && each.kind === kind);
  if (is(/^error$/, "extra")) return `${method} gets an error reply`;
  if (is(/^error$/, "missing")) return `${method} succeeds where it must fail`;
  if (findings.every(({ path }) => /^error\b/.test(path))) return "an error is told in other words";
  const refused = findings.every(({ path, kind }) => path === "[1]" && (kind === "value" || kind === "string-kind"));
  return refused ? "a refusal is told in other words" : undefined;
}

const WORDS: Readonly<Record<Finding["kind"], string>> = {
  missing: "is missing",
  extra: "is more than was asked for",
  type: "is of another type",
  width: "is written in another width",
  "string-kind": "is the other kind of string",
  value: "has another value",
  order: "is in another order",
  "trailing-bytes": "has bytes after it",
  malformed: "is malformed",
  "no-reply": "does not come",
  closed: "is closed",
  "not-closed": "is not closed",
};

/** Where in the reply, without the numbers of elements and the keys of units. */
function placeOf({ path }: Finding): string {
  const place = path.replaceAll(/\[(?:\d+|'[^']*'|h'[^']*')\]/g, (step) => (/^\[\d+\]$/.test(step) ? "[]" : "[key]"));
  return place === "result" ? "the result" : place;
}
