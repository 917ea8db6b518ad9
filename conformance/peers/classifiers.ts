// The peers whose differences can be explained, by the names of their folders: the one place where a peer is chosen by name.
import { UsageError } from "../command.ts";
import type { Classifier } from "./classifier.ts";
import { goCoordinateRules } from "./go-coordinate/rules.ts";
import { pythonCoordinateRules } from "./python-coordinate/rules.ts";

const CLASSIFIERS: ReadonlyMap<string, Classifier> = new Map([
  ["go-coordinate", goCoordinateRules],
  ["python-coordinate", pythonCoordinateRules],
]);

/** @throws UsageError for a peer without rules */
export function classifierFor(peer: string): Classifier {
  const found = CLASSIFIERS.get(peer);
  if (found !== undefined) return found;
  throw new UsageError(
    `nothing explains the differences of ${peer}; --fix knows ${[...CLASSIFIERS.keys()].join(", ")}`,
  );
}
