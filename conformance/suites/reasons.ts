// Reads conformance/suites/reasons.yaml: why goldens differ from the last released suite.
import { existsSync, readFileSync } from "node:fs";
import picomatch from "picomatch";
import { fieldsOf, filledText, listOf, openYaml, required } from "../golden/fields.ts";
import { SUITE_REASONS } from "../package-files.ts";

/** Why the cases that match a glob were changed or removed. */
export type Reason = { readonly cases: string; readonly why: string };

/** @throws GoldenError for a file that cannot be read */
export function readReasons(): Reason[] {
  if (!existsSync(SUITE_REASONS)) return [];
  const root = openYaml(SUITE_REASONS, readFileSync(SUITE_REASONS, "utf8"));
  const { since } = fieldsOf(root, ["since"]);
  return listOf(required(root, since, "since"), "a reason").map((entry) => {
    const { cases, why } = fieldsOf(entry, ["cases", "why"]);
    return { cases: filledText(required(entry, cases, "cases")), why: filledText(required(entry, why, "why")) };
  });
}

/** The first reason whose glob matches a case. */
export function reasonFor(id: string, reasons: readonly Reason[]): string | undefined {
  return reasons.find(({ cases }) => cases === id || picomatch.isMatch(id, cases))?.why;
}
