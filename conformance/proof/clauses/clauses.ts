// Which goldens test each clause: the cases that require it, those with a refusal, and the source faults against it
// that they detect. A clause without any case needs a reason, in excluded.ts.
import type { ExchangeStep, Golden } from "../../golden/format.ts";
import type { Clause } from "../../protocol/clauses.ts";

export type Pinned = {
  readonly clause: Clause;
  /** Ids of the cases whose `requires` contains the clause's id. */
  readonly cases: readonly string[];
  /** The ids of those cases in which a call gets an error reply or a refusal, or the connection is closed. */
  readonly refusing: readonly string[];
  /** Number of source faults against this clause that some golden detects. */
  readonly faults: number;
  /** The reason from without-fault.txt why no such fault can exist; undefined if there is none. */
  readonly noFault: string | undefined;
  /** The reason from excluded.ts why no golden can test it; undefined if there is none. */
  readonly excluded: string | undefined;
};

/**
 * The goldens and faults for each clause.
 * @param caught source faults that some golden detects, each with the clause that it violates
 * @param excluded reasons why no golden can test a clause, by clause id
 * @param noFault reasons why no source fault can violate a clause, by clause id
 */
export function pinnedBy(
  goldens: readonly Golden[],
  clauses: Iterable<Clause>,
  caught: readonly { readonly clause: string }[],
  excluded: Readonly<Record<string, string>>,
  noFault: Readonly<Record<string, string>> = {},
): Pinned[] {
  return [...clauses].map((clause) => {
    const own = goldens.filter(({ requires }) => requires.includes(clause.id));
    return {
      clause,
      cases: own.map(({ id }) => id),
      refusing: own.filter(refuses).map(({ id }) => id),
      faults: caught.filter((fault) => fault.clause === clause.id).length,
      noFault: noFault[clause.id],
      excluded: excluded[clause.id],
    };
  });
}

/** Error messages: clauses without a case, refusal or fault and without a reason, and reasons that are obsolete. */
export function complaintsAbout(pinned: readonly Pinned[], excluded: Readonly<Record<string, string>>): string[] {
  const known = new Set(pinned.map(({ clause }) => clause.id));
  return [
    ...pinned.filter((each) => each.cases.length === 0 && each.excluded === undefined).map(lacksCase),
    ...pinned.filter((each) => each.cases.length > 0 && each.excluded !== undefined).map(needless),
    ...pinned
      .filter((each) => isRefusal(each.clause) && each.cases.length > 0 && each.refusing.length === 0)
      .map(lacksRefusal),
    ...pinned
      .filter((each) => each.cases.length > 0 && each.faults === 0 && each.noFault === undefined)
      .map(lacksFault),
    ...Object.keys(excluded)
      .filter((id) => !known.has(id))
      .map((id) => `${id}: a reason for a clause that does not exist`),
  ];
}

const lacksCase = ({ clause: { id } }: Pinned) => `${id}: no case requires it, and no reason is written down`;
const lacksFault = ({ clause: { id } }: Pinned) =>
  `${id}: no fault in ci/self-test/faults breaks it and is caught, and no reason is in without-fault.txt`;
const needless = ({ clause: { id }, cases }: Pinned) => `${id}: required by ${cases[0]}, so its reason must go`;
const lacksRefusal = ({ clause: { id } }: Pinned) => `${id}: it refuses something, and no case of it is refused`;

/** Whether the clause demands an error reply, a refusal, or closing the connection. */
export function isRefusal({ sentence }: Clause): boolean {
  return /MUST (be (an?|the) (error reply|refusal)|close the connection|be refused)/.test(sentence);
}

function refuses({ steps }: Golden): boolean {
  return steps.some((step) => step.kind === "exchange" && (step.closes || isRefused(step)));
}

function isRefused({ replies }: ExchangeStep): boolean {
  return replies.some(({ says }) => /^error |'error': |^\[(false|null|0), "/.test(says));
}
