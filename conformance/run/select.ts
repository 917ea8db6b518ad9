// Selects cases by exact id, glob, requirement (`clause:LOCK-*`, `tier:core`), or @FILE with a list of these.
import picomatch from "picomatch";
import { UsageError } from "../command.ts";
import { calledByBytes, calledIn } from "../golden/called.ts";
import type { ExchangeStep, Golden } from "../golden/format.ts";
import { OPTIONAL_FEATURES, TIERS } from "../protocol/clauses.ts";
import { demandOf } from "../protocol/demand.ts";
import { METHOD_NAMES } from "../protocol/methods.ts";
import { allClauses, allPoints } from "../protocol/protocol.ts";
import { readGiven } from "../read-given.ts";

export type Selection<Case> = { readonly run: readonly Case[]; readonly skip: readonly Case[] };

/** The properties besides the id by which cases can be selected. */
export type Traits = Pick<Golden, "requires"> & { readonly methods: readonly string[] };

export function traitsOf({ requires, steps }: Golden): Traits {
  const exchanges = steps.filter((step) => step.kind === "exchange");
  const called = new Set(exchanges.flatMap(({ call }) => call.flatMap(calledIn)));
  // Where a request is notated as bytes, they may be a part of it: the rest is in other steps of that connection.
  const shown = (step: ExchangeStep) => step.call.every((call) => calledIn(call).length > 0);
  const inBytes = new Set(exchanges.filter((step) => !shown(step)).map(({ conn }) => conn));
  for (const conn of inBytes) {
    const sends = exchanges.filter((step) => step.conn === conn).flatMap((step) => step.sends);
    for (const method of calledByBytes(sends)) called.add(method);
  }
  return { requires, methods: METHOD_NAMES.filter((method) => called.has(method)) };
}

/**
 * The cases that match one of `patterns` (all when there is none), split by whether they match one of `skips`.
 * @param traits of a case; asked only for a pattern that needs them
 * @throws UsageError when a pattern matches nothing, or nothing is left
 */
export function selectCases<Case extends { readonly id: string }>(
  cases: readonly Case[],
  patterns: readonly string[],
  skips: readonly string[],
  traits: (each: Case) => Traits,
): Selection<Case> {
  const wanted = matching(cases, patterns, traits);
  const unwanted = new Set(matching(cases, skips, traits));
  const selected = patterns.length === 0 ? cases : cases.filter((each) => wanted.includes(each));
  const run = selected.filter((each) => !unwanted.has(each));
  if (run.length === 0) throw new UsageError("nothing is selected: every case is skipped");
  return { run, skip: selected.filter((each) => unwanted.has(each)) };
}

/**
 * Every case that a pattern matches. Each pattern must match one, so that a typing error is not taken for a clean run.
 */
function matching<Case extends { readonly id: string }>(
  cases: readonly Case[],
  patterns: readonly string[],
  traits: (each: Case) => Traits,
): Case[] {
  return patterns.flatMap(expandFile).flatMap((pattern) => {
    const [, kind = "", wanted = ""] = /^([a-z]+):(.*)$/.exec(pattern) ?? [];
    const found = kind === "" ? byId(cases, pattern) : cases.filter(byTraits(kind, wanted, traits));
    if (found.length === 0) {
      throw new UsageError(`no case matches '${pattern}'; ${nearTo(cases, pattern)}'list' shows them`);
    }
    return found;
  });
}

/** Suggestions: what the pattern is the name of, else the cases whose names share most words with the pattern. */
function nearTo(cases: readonly { readonly id: string }[], pattern: string): string {
  const named = namedBy(cases, pattern);
  if (named.length > 0) return `there is ${named.join(" and ")}; `;
  const typed = new Set(pattern.split(/\W+/).filter((word) => word.length > 2));
  const shared = (id: string) => id.split(/\W+/).filter((word) => typed.has(word)).length;
  const most = Math.max(1, ...cases.map(({ id }) => shared(id)));
  const near = cases.filter(({ id }) => shared(id) === most).map(({ id }) => id);
  return near.length === 0 ? "" : `near to it: ${near.slice(0, 3).join(", ")}; `;
}

/** The patterns that select what a bare word names: a folder of cases, a feature, a tier, a method, a clause. */
function namedBy(cases: readonly { readonly id: string }[], word: string): string[] {
  const isOne = (names: readonly string[]) => names.includes(word);
  return [
    cases.some(({ id }) => id.startsWith(`${word}/`)) ? `'${word}/*'` : "",
    isOne(OPTIONAL_FEATURES) ? `feature:${word}` : "",
    isOne(TIERS) ? `tier:${word}` : "",
    isOne(METHOD_NAMES) ? `method:${word}` : "",
    allClauses().has(word) ? `clause:${word}` : "",
    allPoints().has(word) ? `point:${word}` : "",
  ].filter((each) => each !== "");
}

function byId<Case extends { readonly id: string }>(cases: readonly Case[], pattern: string): Case[] {
  const matches = picomatch(pattern);
  return cases.filter(({ id }) => id === pattern || matches(id));
}

/** Every kind of pattern that asks what a case demands, and the values of the case that it looks at. */
const KINDS: Readonly<Record<string, (traits: Traits) => readonly string[]>> = {
  clause: ({ requires }) => demandOf(requires).clauses.map(({ id }) => id),
  point: ({ requires }) => requires,
  tier: ({ requires }) => [demandOf(requires).tier ?? "none"],
  feature: ({ requires }) => demandOf(requires).features,
  method: ({ methods }) => methods,
};

function byTraits<Case>(kind: string, wanted: string, traits: (each: Case) => Traits): (each: Case) => boolean {
  const values = KINDS[kind];
  if (values === undefined) {
    throw new UsageError(`'${kind}:' selects nothing; there are ${Object.keys(KINDS).join(":, ")}:`);
  }
  if (kind === "tier" && !TIERS.some((tier) => tier === wanted)) {
    throw new UsageError(`'${wanted}' is no tier; there are ${TIERS.join(", ")}`);
  }
  const matches = picomatch(wanted);
  return (each) => values(traits(each)).some((value) => matches(value));
}

/** Expands `@FILE` to the lines of that file, without empty lines and those that start with #. */
function expandFile(pattern: string): string[] {
  if (!pattern.startsWith("@")) return [pattern];
  let text: string;
  try {
    text = readGiven(pattern.slice(1)).toString();
  } catch (cause) {
    throw new UsageError(`cannot read the list of cases '${pattern.slice(1)}': ${(cause as Error).message}`);
  }
  const lines = text.split("\n").map((line) => line.trim());
  const patterns = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (patterns.length === 0) throw new UsageError(`the list of cases '${pattern.slice(1)}' is empty`);
  return patterns;
}
