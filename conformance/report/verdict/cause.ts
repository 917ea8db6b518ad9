// A short description of a failure that is equal for all cases with the same cause.
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
  const known = ofEnvelope(ofStep);
  if (known !== undefined) return { text: known, isVague: false, isOfWords: false, method: undefined };
  const same = alwaysSame(first);
  const text = `${name}: ${placeOf(first)} ${same ?? WORDS[first.kind]}`;
  return { text, isVague: same === undefined, isOfWords: false, method };
}

/** What is wrong around every result, whatever was called: the same for all cases. */
function ofEnvelope(findings: readonly Finding[]): string | undefined {
  const [first] = findings;
  if (first === undefined || !ENVELOPE.test(first.path)) return undefined;
  const { path, kind } = first;
  const came = findings.find((each) => each.path === path && each.kind === "extra");
  if (kind === "missing" && came !== undefined) return `replies: the key '${path}' is another kind of string`;
  return kind === "missing" || kind === "width" || kind === "type" ? `replies: ${path} ${WORDS[kind]}` : undefined;
}

const ENVELOPE = /^(id|frame)$/;

/** The same small thing for another one, or a field that is not there: that has one reason, whatever the case is about. */
function alwaysSame({ path, kind, expected, got }: Finding): string | undefined {
  if (kind === "type" || kind === "string-kind") {
    return isSmall(expected) && isSmall(got) ? `is ${got} where it must be ${expected}` : undefined;
  }
  const isOfField = /\.\w+$/.test(path) && (kind === "missing" || kind === "extra");
  return isOfField ? WORDS[kind] : undefined;
}

/** Nothing, none, or a word of few letters: what a program has in its code rather than in its data. */
const isSmall = (notation: string) => notation.length <= MOST_CHARACTERS && !/[1-9]/.test(notation);
const MOST_CHARACTERS = 8;

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
