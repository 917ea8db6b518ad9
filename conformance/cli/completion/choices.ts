// The values that options have to be chosen from, for completion.
import { COMPARE_LEVELS } from "../../judge/difference.ts";
import { peerNames } from "../../peers/find.ts";
import { REPORT_FORMATS } from "../../report/report.ts";
import type { Option } from "./options.ts";

const CHOICES: Record<string, () => readonly string[]> = {
  "--compare": () => COMPARE_LEVELS,
  "--report": () => REPORT_FORMATS,
  "--peer": peerNames,
};

export type Values =
  | { readonly kind: "choices"; readonly choices: readonly string[] }
  | { readonly kind: "files" }
  | { readonly kind: "cases" }
  /** Something that only the user knows. */
  | { readonly kind: "free" }
  /** The option is a flag. */
  | { readonly kind: "none" };

export function valuesOf({ name, value }: Option): Values {
  const choices = CHOICES[name];
  if (choices !== undefined) return { kind: "choices", choices: choices() };
  if (value === undefined) return { kind: "none" };
  if (value === "FILE" || value === "DIR") return { kind: "files" };
  return { kind: value === "CASE" ? "cases" : "free" };
}
