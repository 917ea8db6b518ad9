// The protocol as the package has it: the clauses of protocol.md and the points of points.yaml, read once.
import { readFileSync } from "node:fs";
import { POINTS } from "../package-files.ts";
import { type Point, parsePoints } from "./points.ts";

let points: ReadonlyMap<string, Point> | undefined;

/** Every point by id. */
export function allPoints(): ReadonlyMap<string, Point> {
  points ??= parsePoints(POINTS, readFileSync(POINTS, "utf8"));
  return points;
}

/** Why a peer differs at a point; undefined when it is not known to. */
export function reasonOf(point: string, peer: string): string | undefined {
  return allPoints().get(point)?.peers.get(peer);
}
