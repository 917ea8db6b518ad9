// Combines several saved results into one table: the results of each implementation for every tier, feature, clause and
// case.
import { AREAS, type Clause, FEATURES, TIERS } from "../../protocol/clauses.ts";
import { demandOf } from "../../protocol/demand.ts";
import { allClauses, allPoints } from "../../protocol/protocol.ts";
import type { Saved, SavedDifference, SavedResult } from "./saved.ts";

export type Matrix = {
  readonly columns: readonly Saved[];
  readonly tiers: readonly Row[];
  readonly features: readonly Row[];
  /** Areas, and the clauses in each, in the order of the document. */
  readonly areas: readonly AreaRow[];
};

/** An area of the protocol, e.g. LOCK, with those of its clauses that some case demands. */
export type AreaRow = Row & { readonly clauses: readonly [ClauseRow, ...ClauseRow[]] };

/** The clauses of all areas. */
export const clausesOf = ({ areas }: Matrix): ClauseRow[] => areas.flatMap(({ clauses }) => clauses);

/** A row of the matrix, with one cell for each column. */
export type Row = { readonly name: string; readonly cells: readonly Cell[] };

export type ClauseRow = Row & {
  readonly clause: Clause;
  /** Its cases, sorted by id. */
  readonly cases: readonly (Row & { readonly title: string })[];
};

/** Results of one implementation for a set of cases: numbers of cases by outcome. */
export type Cell = {
  readonly same: number;
  /** Cases that differ, whether listed or not. */
  readonly different: number;
  readonly unmeasured: number;
  /** Cases that were left out, or whose feature is not offered. */
  readonly notRun: number;
  /** Points that explain the differences, by the list or by the case's `requires`; sorted. */
  readonly points: readonly string[];
  /** The shortest session in which it differs. */
  readonly shortest: Session | undefined;
};

export type Session = SavedDifference & { readonly case: string };

export function matrixOf(columns: readonly Saved[]): Matrix {
  const cases = casesOf(columns);
  const byCase = columns.map(({ results }) => new Map(results.map((result) => [result.case, result])));
  const row = (name: string, own: readonly SavedResult[]): Row => ({
    name,
    cells: byCase.map((known) => cellOf(own.flatMap((each) => known.get(each.case) ?? []))),
  });
  const demanding = cases.map((each) => ({ each, demand: demandOf(each.requires) }));
  const of = (isOwn: (demand: ReturnType<typeof demandOf>) => boolean) =>
    demanding.filter(({ demand }) => isOwn(demand)).map(({ each }) => each);
  const clauses = [...allClauses().values()].flatMap((clause): ClauseRow[] => {
    const own = of((demand) => demand.clauses.some(({ id }) => id === clause.id));
    if (own.length === 0) return [];
    const rows = own.map((each) => ({ ...row(each.case, [each]), title: each.title }));
    return [{ ...row(clause.id, own), clause, cases: rows }];
  });
  return {
    columns,
    tiers: TIERS.map((tier) =>
      row(
        tier,
        of((demand) => demand.tier === tier),
      ),
    ),
    features: FEATURES.flatMap((feature) => {
      if (feature === "none") return [];
      const own = of((demand) => demand.features.includes(feature));
      return own.length === 0 ? [] : [row(feature, own)];
    }),
    areas: AREAS.flatMap((area): AreaRow[] => {
      const [first, ...others] = clauses.filter(({ clause }) => clause.area === area);
      if (first === undefined) return [];
      const cases = of((demand) => demand.clauses.some((clause) => clause.area === area));
      return [{ ...row(area, cases), clauses: [first, ...others] }];
    }),
  };
}

/** The cases of all columns, sorted by id. */
function casesOf(columns: readonly Saved[]): SavedResult[] {
  const found = new Map<string, SavedResult>();
  for (const result of columns.flatMap(({ results }) => results)) {
    if (!found.has(result.case)) found.set(result.case, result);
  }
  return [...found.values()].sort((a, b) => (a.case < b.case ? -1 : 1));
}

function cellOf(results: readonly SavedResult[]): Cell {
  const different = results.filter((result) => result.outcome === "diverged" || result.differs.length > 0);
  const count = (outcome: string) =>
    results.filter((result) => result.outcome === outcome && !different.includes(result)).length;
  const sessions = different.flatMap((result) => result.differs.map((each) => ({ ...each, case: result.case })));
  return {
    same: count("passed"),
    different: different.length,
    unmeasured: count("unmeasured"),
    notRun: count("not-run"),
    points: [...new Set(different.flatMap(pointsOf))].sort((a, b) => a.localeCompare(b, "en", { numeric: true })),
    shortest: sessions.reduce<Session | undefined>(
      (best, each) => (best === undefined || lengthOf(each) < lengthOf(best) ? each : best),
      undefined,
    ),
  };
}

/** The points that the list gives for the differences; if there are none, those that the case requires. */
function pointsOf({ differs, requires }: SavedResult): string[] {
  const listed = differs.map(({ point }) => point).filter((point) => point !== "");
  return listed.length > 0 ? listed : requires.filter((id) => allPoints().has(id));
}

/** Sort key for the shortest session. */
const lengthOf = ({ step, call, expected, got }: Session) => step * 1000 + call.length + expected.length + got.length;
