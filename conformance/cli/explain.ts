// `coordinate-conformance explain ID`: explains a clause, a point, a method or a case.
import { EXIT, UsageError } from "../command.ts";
import { elementAt } from "../element-at.ts";
import { findGoldens, type GoldenFile, readGolden } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { findPeer } from "../peers/find.ts";
import { peerNames } from "../peers/names.ts";
import { OPTIONAL_FEATURES } from "../protocol/clauses.ts";
import { METHOD_NAMES } from "../protocol/methods.ts";
import { allClauses, allPoints } from "../protocol/protocol.ts";
import {
  type Explained,
  explainCase,
  explainClause,
  explainFeature,
  explainMethod,
  explainPoint,
} from "../report/explain.ts";
import { painter, wantsColour } from "../report/style.ts";
import { WORDS } from "../report/words.ts";
import type { Action } from "./command.ts";
import type { explainTable } from "./options/explain.ts";

export const explain: Action<typeof explainTable> = ({ values }, { stdout, env }) => {
  if (values.ids.length === 0) throw new UsageError("name a clause, a point, a method or a case");
  const files = findGoldens(GOLDENS);
  const explanations = values.ids.map((id) => explanationOf(id, files));
  const around: Explained = {
    goldens: files.map(readGolden),
    peers: peerNames().map(findPeer),
    paint: painter(wantsColour(stdout, env)),
  };
  stdout.write(explanations.map((explain) => explain(around)).join("\n"));
  return Promise.resolve(EXIT.ok);
};

/** The function that explains an id, to be called when all goldens are read. @throws UsageError for an unknown id */
function explanationOf(id: string, files: readonly GoldenFile[]): (around: Explained) => string {
  const clause = allClauses().get(id.toUpperCase());
  if (clause !== undefined) return (around) => explainClause(clause, around);
  const point = allPoints().get(id.toUpperCase());
  if (point !== undefined) return (around) => explainPoint(point, around);
  const method = METHOD_NAMES.find((name) => name === id);
  if (method !== undefined) return (around) => explainMethod(method, around);
  const feature = OPTIONAL_FEATURES.find((name) => name === id);
  if (feature !== undefined) return (around) => explainFeature(feature, around);
  const meaning = Object.hasOwn(WORDS, id.toLowerCase()) ? WORDS[id.toLowerCase()] : undefined;
  if (meaning !== undefined) return ({ paint }) => `${paint("bold", id.toLowerCase())}  ${meaning}\n`;
  const place = files.findIndex((each) => each.id === id);
  if (place >= 0) return (around) => explainCase(elementAt(around.goldens, place), around);
  throw new UsageError(
    `'${id}' is no clause, point, method, feature, case or word of the output; protocol.md has the clauses, 'list' the cases`,
  );
}
