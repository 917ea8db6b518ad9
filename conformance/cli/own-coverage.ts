// `coordinate-conformance coverage --traffic`: compares the user's recorded traffic with what the suite tests.

import { EXIT, type ExitCode, type Output } from "../command.ts";
import { counted } from "../counted.ts";
import { loadGoldens } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { findPeer } from "../peers/find.ts";
import { peerNames } from "../peers/names.ts";
import { type Needs, needsOf } from "../proof/own/needs.ts";
import { METHOD_NAMES } from "../protocol/methods.ts";
import { loadTraffic } from "../traffic/load.ts";
import type { coverageTable } from "./options/coverage.ts";
import type { ValuesOf } from "./table/table.ts";

export function ownCoverage(path: string, values: ValuesOf<typeof coverageTable>, stdout: Output): ExitCode {
  const turns = loadTraffic(path).flatMap((kept) => kept.turns);
  const daemons = peerNames().map((name) => ({ name, known: findPeer(name).known }));
  const needs = needsOf(turns, loadGoldens(values.goldens ?? GOLDENS), daemons);
  if (values.json) stdout.write(`${JSON.stringify(needs, undefined, 2)}\n`);
  else
    stdout.write(
      describe(needs, values.all)
        .map((line) => `${line}\n`)
        .join(""),
    );
  return needs.unseen.length === 0 ? EXIT.ok : EXIT.diverged;
}

function describe(needs: Needs, all: boolean): string[] {
  const { methods, calls, shapes, unseen, clauses, daemons } = needs;
  const programs = `your programs use ${methods.length} of ${METHOD_NAMES.length} methods, in ${counted(calls, "call")} of ${counted(shapes, "shape")}`;
  const seen =
    unseen.length === 0
      ? "the suite has every one of these shapes"
      : `${unseen.length} of these shapes no golden of the suite has:`;
  return [
    programs,
    seen,
    ...unseen.map(({ shape, count }) => `  ${shape}, ${counted(count, "time")}`),
    `they need ${counted(clauses.length, "clause")}${all || clauses.length === 0 ? "" : " (--all lists them)"}`,
    ...(all ? clauses.map((clause) => `  ${clause}`) : []),
    ...daemons.flatMap(({ name, points }) => [
      points.length === 0
        ? `${name} answers such calls as the protocol has it`
        : `${name} differs at ${counted(points.length, "point")} that they need: ${points.map(({ point }) => point).join(", ")}`,
      ...points.map(
        ({ point, reason, shapes: at }) =>
          `  ${point} ${reason}: ${at[0]}${at.length > 1 ? ` and ${at.length - 1} more` : ""}`,
      ),
    ]),
  ];
}
