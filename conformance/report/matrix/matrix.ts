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
  /** In the order of the document, as are the clauses of each. */
  readonly areas: readonly AreaRow[];
};

/** An area of the protocol, as LOCK, with those of its clauses that some case demands. */
export type AreaRow = Row & { readonly clauses: readonly [ClauseRow, ...ClauseRow[]] };

/** The clauses of all areas. */
export const clausesOf = ({ areas }: Matrix): ClauseRow[] => areas.flatMap(({ clauses }) => clauses);

/** A cell a column. */
export type Row = { readonly name: string; readonly cells: readonly Cell[] };

export type ClauseRow = Row & {
  readonly clause: Clause;
  /** Its cases, sorted by id. */
  readonly cases: readonly (Row & { readonly title: string })[];
};

/** What one implementation makes of some cases. */
export type Cell = {
  readonly same: number;
  /** Those that differ, whether a list foresaw that or not. */
  readonly different: number;
  readonly unmeasured: number;
  /** Left out, or not offered. */
  readonly notRun: number;
  /** Why it differs, as far as a list or the case itself says: points, sorted. */
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

/** Every case that some column has, sorted by id. */
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

/** Those that the list names; where none foresaw it, those that the case is about. */
function pointsOf({ differs, requires }: SavedResult): string[] {
  const listed = differs.map(({ point }) => point).filter((point) => point !== "");
  return listed.length > 0 ? listed : requires.filter((id) => allPoints().has(id));
}

/** How much there is to read. */
const lengthOf = ({ step, call, expected, got }: Session) => step * 1000 + call.length + expected.length + got.length;
