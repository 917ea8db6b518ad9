// The clauses of protocol.md as data. A clause consists of a heading `#### LOCK-3`, one sentence with MUST, and a line
// `tier · feature · source` in backticks; all other text in the document is explanation.
import { ProtocolError } from "./protocol-error.ts";

/**
 * Who needs a clause, most basic first: core, the client and its programs; documented, its documentation; edge, no
 * client.
 */
export const TIERS = ["core", "documented", "edge"] as const;
export type Tier = (typeof TIERS)[number];

/** Optional features, which a daemon's owner may declare absent; clauses with `none` cannot be left out. */
export const FEATURES = [
  "locks",
  "delay",
  "batch",
  "keyword-parameters",
  "text-method",
  "continuous",
  "chaining",
  "none",
] as const;
export type Feature = (typeof FEATURES)[number];

/** The features that a daemon may lack. */
export const OPTIONAL_FEATURES = FEATURES.filter((feature): feature is Exclude<Feature, "none"> => feature !== "none");

/** The areas in the order of the document, most basic first. */
export const AREAS = [
  "FRAME",
  "MSG",
  "VAL",
  "PARAM",
  "OPT",
  "ERR",
  "SPEC",
  "UNIT",
  "WORK",
  "CHAIN",
  "WORKER",
  "LOCK",
  "CONF",
  "LIMIT",
] as const;
type Area = (typeof AREAS)[number];

export type Clause = {
  /** `LOCK-3`; it never changes its meaning. */
  readonly id: string;
  readonly area: Area;
  readonly tier: Tier;
  readonly feature: Feature;
  /** Where it comes from: a function of the client, its documentation, a point, what was probed. */
  readonly source: string;
  /** Markdown, in one line. */
  readonly sentence: string;
  /** The heading of the section that it stands in. */
  readonly section: string;
  /** Line of the document. */
  readonly line: number;
};

/** Every clause in the order of the document. Ids may be out of order. @throws ProtocolError for a malformed clause */
export function parseClauses(file: string, text: string): Clause[] {
  const lines = text.split("\n");
  const clauses: Clause[] = [];
  const lineOf = new Map<string, number>();
  let section = "";
  for (const [at, line] of lines.entries()) {
    const heading = /^#{1,4} (.*)$/.exec(line)?.[1]?.trim();
    if (heading === undefined) continue;
    if (!line.startsWith("#### ")) {
      section = heading.replaceAll("`", "");
      continue;
    }
    const clause = parseClause(file, lines, at, section);
    const before = lineOf.get(clause.id);
    if (before !== undefined) throw new ProtocolError(file, at + 1, `${clause.id} stands on line ${before} already`);
    lineOf.set(clause.id, clause.line);
    clauses.push(clause);
  }
  return clauses;
}

function parseClause(file: string, lines: readonly string[], at: number, section: string): Clause {
  const complaint = (message: string) => new ProtocolError(file, at + 1, message);
  const [, id = "", name] = /^#### (([A-Z]+)-[1-9]\d*)$/.exec(lines[at]?.trimEnd() ?? "") ?? [];
  const area = AREAS.find((each) => each === name);
  if (area === undefined)
    throw complaint(`'${lines[at]}' is no clause: #### AREA-NUMBER, AREA one of ${AREAS.join(", ")}`);
  const sentence: string[] = [];
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next]?.trim() ?? "";
    if (line.startsWith("#")) throw complaint(`${id} lacks its line 'tier · feature · source'`);
    if (/^`[^`]+ · .*`$/.test(line)) break;
    if (line !== "") sentence.push(line);
  }
  const written = sentence.join(" ");
  if (!/\bMUST\b/.test(written)) throw complaint(`${id} has no sentence with MUST`);
  const [tierName, featureName, ...source] = (lines[next] ?? "").trim().slice(1, -1).split(" · ");
  const tier = TIERS.find((each) => each === tierName);
  const feature = FEATURES.find((each) => each === featureName);
  if (tier === undefined) throw complaint(`${id} has the tier '${tierName}'; it must be one of ${TIERS.join(", ")}`);
  if (feature === undefined) {
    throw complaint(`${id} has the feature '${featureName}'; it must be one of ${FEATURES.join(", ")}`);
  }
  if (source.length === 0) throw complaint(`${id} has no source`);
  return { id, area, tier, feature, source: source.join(" · "), sentence: written, section, line: at + 1 };
}
