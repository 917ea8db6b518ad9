// The text of `explain`: for a clause or point its sentence, the cases that test it, and which real daemons differ; for
// a method its clauses; for a case its clauses and the daemons that fail it.
import { counted } from "../counted.ts";
import type { Golden } from "../golden/format.ts";
import type { ExpectFile } from "../judge/expect-file.ts";
import type { Clause, Feature } from "../protocol/clauses.ts";
import { demandOf } from "../protocol/demand.ts";
import { METHODS, type Method, type MethodName } from "../protocol/methods.ts";
import type { Point } from "../protocol/points.ts";
import { allClauses, allPoints } from "../protocol/protocol.ts";
import { traitsOf } from "../run/select.ts";
import type { Paint } from "./style.ts";

export type Explained = {
  readonly goldens: readonly Golden[];
  readonly peers: readonly ExpectFile[];
  readonly paint: Paint;
};

/** Maximum number of cases listed; the others are only counted. */
const MOST = 12;

export function explainClause(clause: Clause, around: Explained): string {
  const { id, tier, feature, source, sentence, section } = clause;
  const points = pointsOf(clause);
  return [
    `${around.paint("bold", id)}  ${tier}${feature === "none" ? "" : `, feature ${feature}`}, section ${section}\n`,
    `\n  ${sentence}\n\n`,
    `  source: ${source}\n`,
    ...points.flatMap((point) => pointLines(point, around)),
    points.some(({ peers }) => peers.size > 0) ? "" : "  No real daemon is known to differ.\n",
    casesLines(
      around.goldens.filter(({ requires }) => demandOf(requires).clauses.includes(clause)),
      `clause:${id}`,
    ),
  ].join("");
}

export function explainPoint(point: Point, around: Explained): string {
  const clauses = point.clauses.flatMap((id) => allClauses().get(id) ?? []);
  return [
    `${around.paint("bold", point.id)}  ${point.title}\n\n`,
    ...clauses.map(({ id, sentence }) => `  ${id}: ${sentence}\n`),
    ...pointLines(point, around).slice(1),
    casesLines(
      around.goldens.filter(({ requires }) => requires.includes(point.id)),
      `point:${point.id}`,
    ),
  ].join("");
}

export function explainMethod(method: MethodName, around: Explained): string {
  const { params, options = [] }: Method = METHODS[method];
  const clauses = clausesOf(method);
  return [
    `${around.paint("bold", method)}(${params.map(([name, declared]) => `${name}: ${declared}`).join(", ")})\n`,
    options.length === 0 ? "" : `  options: ${options.join(", ")}\n`,
    "\n",
    ...clauses.map(({ id, tier, sentence }) => `  ${id} (${tier}): ${sentence}\n`),
    casesLines(
      around.goldens.filter((golden) => traitsOf(golden).methods.includes(method)),
      `method:${method}`,
    ),
  ].join("");
}

export function explainFeature(feature: Feature, around: Explained): string {
  const clauses = [...allClauses().values()].filter((clause) => clause.feature === feature);
  return [
    `${around.paint("bold", feature)}  a feature that a daemon may do without: --without ${feature}\n\n`,
    ...clauses.map(({ id, tier, sentence }) => `  ${id} (${tier}): ${sentence}\n`),
    casesLines(
      around.goldens.filter(({ requires }) => demandOf(requires).features.some((each) => each === feature)),
      `feature:${feature}`,
    ),
  ].join("");
}

export function explainCase(golden: Golden, { paint, peers }: Explained): string {
  const { clauses, tier, features } = demandOf(golden.requires);
  const points = golden.requires.flatMap((id) => allPoints().get(id) ?? []);
  return [
    `${paint("bold", golden.id)}  ${golden.title}\n\n`,
    `  tier ${tier ?? "none"}${features.length === 0 ? "" : `, needs ${features.join(", ")}`}; demands\n`,
    ...clauses.map(({ id, sentence }) => `  ${id}: ${sentence}\n`),
    ...points.map(({ id, title }) => `  ${id}: ${title}\n`),
    ...peers.map((peer) => {
      const known = peer.known.filter((each) => each.case === golden.id);
      if (known.length === 0) return `  ${peer.name}: passes\n`;
      const why = [...new Map(known.map(({ point, reason }) => [point, reason]))];
      return `  ${peer.name}: differs at ${places(known.length)}\n${why.map(([point, reason]) => `    ${point}: ${reason}\n`).join("")}`;
    }),
    `\n  step by step: coordinate-conformance show ${golden.id}\n`,
  ].join("");
}

/** The clauses on a method: those in its section, and those whose sentence mentions it. */
function clausesOf(method: MethodName): Clause[] {
  const names = new RegExp(`\`${method}\\b`);
  return [...allClauses().values()].filter(
    ({ section, sentence }) => section.split(/[\s,(]+/).includes(method) || names.test(sentence),
  );
}

/** The points that refer to a clause, and those that its source names. */
function pointsOf({ id, source }: Clause): Point[] {
  const named: readonly string[] = source.match(/\b[KDP]\d+\b/g) ?? [];
  return [...allPoints().values()].filter((point) => point.clauses.includes(id) || named.includes(point.id));
}

function pointLines({ id, title, peers }: Point, around: Explained): string[] {
  const reasons = [...peers].map(([name, reason]) => {
    const known = around.peers.find((peer) => peer.name === name)?.known.filter(({ point }) => point === id) ?? [];
    return `    ${name}: ${reason} (${places(known.length)})\n`;
  });
  return [`  ${id}: ${title}\n`, ...reasons];
}

const places = (count: number) => counted(count, "place");

function casesLines(cases: readonly Golden[], selection: string): string {
  if (cases.length === 0) return "\n  No case.\n";
  const width = Math.max(...cases.slice(0, MOST).map(({ id }) => id.length));
  const listed = cases.slice(0, MOST).map(({ id, title }) => `  ${id.padEnd(width)}  ${title}\n`);
  const more = cases.length > MOST ? `  and ${cases.length - MOST} more\n` : "";
  return `\n${listed.join("")}${more}  play them: coordinate-conformance run '${selection}' --address HOST:PORT\n`;
}
