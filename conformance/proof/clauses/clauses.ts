// Which goldens test each clause: the cases that require it, those with a refusal, and the source faults against it
// that they detect. A clause without any case needs a reason, in excluded.ts.
import type { ExchangeStep, Golden } from "../../golden/format.ts";
import type { Clause } from "../../protocol/clauses.ts";

export type Pinned = {
  readonly clause: Clause;
  /** Ids of the cases that require the clause by its own name. */
  readonly cases: readonly string[];
  /** Those of them in which a call gets an error reply or a refusal, or a connection is closed. */
  readonly refusing: readonly string[];
  /** How many faults of an implementation that break this clause are caught. */
  readonly faults: number;
  /** Why there can be no such fault, where somebody wrote that down. */
  readonly noFault: string | undefined;
  /** What shows it instead of a case, where somebody wrote that down. */
  readonly excluded: string | undefined;
};

/** @param caught faults that some golden sees, with the clause that each was written against */
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

/** What is wrong with the list: clauses that nothing pins and nobody explained, and explanations that are out of date. */
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

/** Whether the clause says that something is refused or ends the connection. */
export function isRefusal({ sentence }: Clause): boolean {
  return /MUST (be (an?|the) (error reply|refusal)|close the connection|be refused)/.test(sentence);
}

function refuses({ steps }: Golden): boolean {
  return steps.some((step) => step.kind === "exchange" && (step.closes || isRefused(step)));
}

function isRefused({ replies }: ExchangeStep): boolean {
  return replies.some(({ says }) => /^error |'error': |^\[(false|null|0), "/.test(says));
}
