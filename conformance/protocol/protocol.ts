// The package's protocol: the clauses of protocol.md and the points of points.yaml, each parsed once.
import { existsSync, readFileSync } from "node:fs";
import { deserialize } from "node:v8";
import { BUILT_POINTS, POINTS, PROTOCOL } from "../package-files.ts";
import { type Clause, parseClauses } from "./clauses.ts";
import { type Point, parsePoints } from "./points.ts";

let clauses: ReadonlyMap<string, Clause> | undefined;
let points: ReadonlyMap<string, Point> | undefined;

/** Every clause by id, in the order of the document. */
export function allClauses(): ReadonlyMap<string, Clause> {
  clauses ??= new Map(parseClauses(PROTOCOL, readFileSync(PROTOCOL, "utf8")).map((clause) => [clause.id, clause]));
  return clauses;
}

/** Every point by id. */
export function allPoints(): ReadonlyMap<string, Point> {
  points ??= built() ?? parsePoints(POINTS, readFileSync(POINTS, "utf8"));
  return points;
}

/** Whether this is the id of a clause or of a point. */
export function isKnown(id: string): boolean {
  return allClauses().has(id) || allPoints().has(id);
}

/** How a peer differs at a point; undefined if it is not known to. */
export function reasonOf(point: string, peer: string): string | undefined {
  return allPoints().get(point)?.peers.get(peer);
}

/** The points as parsed during the build; undefined when running from the sources. */
function built(): Map<string, Point> | undefined {
  if (BUILT_POINTS === undefined || !existsSync(BUILT_POINTS)) return undefined;
  const value: unknown = deserialize(readFileSync(BUILT_POINTS));
  return value instanceof Map ? value : undefined;
}
