// A frozen suite: a set of cases with hashes of their content, and their tiers. Each released suite is one file of the
// package, which never changes again.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../command.ts";
import { SUITES } from "../package-files.ts";
import { type Feature, TIERS, type Tier } from "../protocol/clauses.ts";
import type { Content } from "./content.ts";

/** One case of a suite. */
export type FrozenCase = Content & {
  readonly title: string;
  readonly requires: readonly string[];
  /** The tier when the suite was frozen; undefined for a case without clauses. */
  readonly tier?: Tier | undefined;
  readonly features: readonly Exclude<Feature, "none">[];
};

export type SuiteFile = {
  readonly name: string;
  /** The day it was frozen, YYYY-MM-DD. */
  readonly frozen: string;
  readonly cases: Readonly<Record<string, FrozenCase>>;
  /** Why cases were changed or removed since the previous suite, by id. */
  readonly reasons: Readonly<Record<string, string>>;
};

/** The names of all released suites, oldest first. */
export function suiteNames(): string[] {
  const files = existsSync(SUITES) ? readdirSync(join(SUITES)) : [];
  return files
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(/\.json$/, ""))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

export const suitePath = (name: string): string => join(SUITES, `${name}.json`);

/** @throws UsageError where there is no such suite, or its file is damaged */
export function loadSuite(name: string): SuiteFile {
  if (!suiteNames().includes(name)) {
    throw new UsageError(`there is no suite '${name}'; there are: ${suiteNames().join(", ") || "none"}`);
  }
  const read: unknown = JSON.parse(readFileSync(suitePath(name), "utf8"));
  if (!isSuite(read)) throw new UsageError(`${suitePath(name)} is no suite`);
  return read;
}

function isSuite(value: unknown): value is SuiteFile {
  const { name, frozen, cases, reasons } = { ...(value as Partial<SuiteFile> | null) };
  if (typeof name !== "string" || typeof frozen !== "string") return false;
  if (typeof cases !== "object" || cases === null || typeof reasons !== "object" || reasons === null) return false;
  return Object.values(cases).every(isCase);
}

function isCase(value: unknown): boolean {
  const { sent, expected, title, requires, tier, features } = { ...(value as Partial<FrozenCase> | null) };
  const isTier = tier === undefined || TIERS.some((each) => each === tier);
  const isText = [sent, expected, title].every((each) => typeof each === "string");
  return isTier && isText && Array.isArray(requires) && Array.isArray(features);
}

/** The file's content: one line for each case, so that diffs are readable. */
export function writtenSuite({ name, frozen, cases, reasons }: SuiteFile): string {
  const lines = (entries: Readonly<Record<string, unknown>>) => {
    const shown = Object.entries(entries).map(([id, entry]) => `    ${JSON.stringify(id)}: ${JSON.stringify(entry)}`);
    return shown.length === 0 ? "{}" : `{\n${shown.join(",\n")}\n  }`;
  };
  return `{
  "name": ${JSON.stringify(name)},
  "frozen": ${JSON.stringify(frozen)},
  "reasons": ${lines(reasons)},
  "cases": ${lines(cases)}
}
`;
}
