// The JSON from which shields.io draws a badge (its endpoint schema, version 1).

import { EXIT } from "../command.ts";
import { exitCodeOf, totalsOf } from "../run/result.ts";
import type { Printer } from "./printer.ts";

export const badge: Printer = (run) => {
  const version = run.tool.split(" ").at(-1);
  const { passed, diverged, unmeasured } = totalsOf(run.results);
  const code = exitCodeOf(run);
  const suite = run.suite === undefined ? "" : `, suite ${run.suite.name}`;
  const total = passed + diverged + unmeasured;
  const message =
    code === EXIT.usage || total === 0 ? "nothing measured" : `${passed} of ${total} ${run.compare}${suite}`;
  const color = code === EXIT.ok ? "brightgreen" : code === EXIT.diverged ? "red" : "lightgrey";
  return `${JSON.stringify({ schemaVersion: 1, label: `coordinate conformance ${version}`, message, color })}\n`;
};
