// A short description of a failure that is equal for all cases with the same cause.
import { methodOf } from "../../run/case.ts";
import type { Finding, Result } from "../../run/result.ts";
import { requestOf } from "../request.ts";

export type Cause = {
  /** Text for reports: `lock answers an error`. */
  readonly text: string;
  /** Whether it may have different reasons, so that cases about different clauses are not grouped together. */
  readonly isVague: boolean;
  /** Whether its cases may be about any clause: an error reply, or the text of an error message. */
  readonly isOfAnyClause: boolean;
  /** The method whose reply differs, if it is the same for all cases of the cause. */
  readonly method: string | undefined;
};

export function causeOf(result: Result): Cause {
  const [first] = result.differences;
  if (first === undefined) {
    return {
      text: result.reason ?? "it could not be measured",
      isVague: false,
      isOfAnyClause: false,
      method: undefined,
    };
  }
  const ofStep = result.differences.filter(({ step, reply }) => step === first.step && reply === first.reply);
  const method = methodOf([requestOf(first).call]);
  const name = method ?? "a request of another form";
  const plain = wholeReply(ofStep, name);
  if (plain !== undefined) {
    const isOfAnyClause = plain.endsWith("in other words") || plain.endsWith("gets an error reply");
    return { text: plain, isVague: false, isOfAnyClause, method: plain.startsWith(name) ? method : undefined };
  }
  const known = ofEnvelope(ofStep);
  if (known !== undefined) return { text: known, isVague: false, isOfAnyClause: false, method: undefined };
  const same = alwaysSame(first);
  const text = `${name}: ${placeOf(first)} ${same ?? WORDS[first.kind]}`;
  return { text, isVague: same === undefined, isOfAnyClause: false, method };
}

/** A fault in the reply's envelope, which affects all methods and so has one cause for all cases. */
function ofEnvelope(findings: readonly Finding[]): string | undefined {
  const [first] = findings;
  if (first === undefined || !ENVELOPE.test(first.path)) return undefined;
  const { path, kind } = first;
  const came = findings.find((each) => each.path === path && each.kind === "extra");
  if (kind === "missing" && came !== undefined) return `replies: the key '${path}' is another kind of string`;
  return kind === "missing" || kind === "width" || kind === "type" ? `replies: ${path} ${WORDS[kind]}` : undefined;
}

const ENVELOPE = /^(id|frame)$/;

/** A wrong type of a small constant, or a missing field: one cause, whatever clause the case is about. */
function alwaysSame({ path, kind, expected, got }: Finding): string | undefined {
  if (kind === "type" || kind === "string-kind") {
    return isSmall(expected) && isSmall(got) ? `is ${got} where it must be ${expected}` : undefined;
  }
  const isOfField = /\.\w+$/.test(path) && (kind === "missing" || kind === "extra");
  return isOfField ? WORDS[kind] : undefined;
}

/** Whether a value is short and without digits but 0, i.e. likely a constant in the daemon's code rather than data. */
const isSmall = (notation: string) => notation.length <= MOST_CHARACTERS && !/[1-9]/.test(notation);
const MOST_CHARACTERS = 8;

/** The cause if the reply as a whole differs; undefined if only parts of it do. */
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

/** The path in the reply without indexes and keys. */
function placeOf({ path }: Finding): string {
  const place = path.replaceAll(/\[(?:\d+|'[^']*'|h'[^']*')\]/g, (step) => (/^\[\d+\]$/.test(step) ? "[]" : "[key]"));
  return place === "result" ? "the result" : place;
}
