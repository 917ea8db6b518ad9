// `coordinate-conformance explain ID`: what an id of the suite means.
import { EXIT, UsageError } from "../command.ts";
import { loadGoldens } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { findPeer } from "../peers/find.ts";
import { peerNames } from "../peers/names.ts";
import { METHOD_NAMES } from "../protocol/methods.ts";
import { allClauses, allPoints } from "../protocol/protocol.ts";
import { type Explained, explainCase, explainClause, explainMethod, explainPoint } from "../report/explain.ts";
import { painter, wantsColour } from "../report/style.ts";
import type { Action } from "./command.ts";
import type { explainTable } from "./options/explain.ts";

export const explain: Action<typeof explainTable> = ({ values }, { stdout, env }) => {
  if (values.ids.length === 0) throw new UsageError("name a clause, a point, a method or a case");
  const around: Explained = {
    goldens: loadGoldens(GOLDENS),
    peers: peerNames().map(findPeer),
    paint: painter(wantsColour(stdout, env)),
  };
  stdout.write(values.ids.map((id) => explainId(id, around)).join("\n"));
  return Promise.resolve(EXIT.ok);
};

/** @throws UsageError for an id of nothing */
function explainId(id: string, around: Explained): string {
  const clause = allClauses().get(id.toUpperCase());
  if (clause !== undefined) return explainClause(clause, around);
  const point = allPoints().get(id.toUpperCase());
  if (point !== undefined) return explainPoint(point, around);
  const method = METHOD_NAMES.find((name) => name === id);
  if (method !== undefined) return explainMethod(method, around);
  const golden = around.goldens.find((each) => each.id === id);
  if (golden !== undefined) return explainCase(golden, around);
  throw new UsageError(`'${id}' is no clause, point, method or case; protocol.md has the clauses, 'list' the cases`);
}
