// `coordinate-conformance suite`: lists frozen suites, compares two of them, or freezes a new one.
import { existsSync, writeFileSync } from "node:fs";
import { EXIT, type Output, UsageError } from "../command.ts";
import { loadGoldens } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { type SuiteChange, suiteDiff } from "../suites/diff.ts";
import { casesOf, frozenSuite } from "../suites/freeze.ts";
import { readReasons, reasonFor } from "../suites/reasons.ts";
import { loadSuite, type SuiteFile, suiteNames, suitePath, writtenSuite } from "../suites/suite-file.ts";
import type { Action } from "./command.ts";
import type { suiteTable } from "./options/suite.ts";

export const suite: Action<typeof suiteTable> = ({ values }, { stdout }) => {
  const [what, ...names] = values.what;
  const [first, second] = names;
  if (what === "list" && names.length === 0) list(values.json, stdout);
  else if (what === "diff" && first !== undefined && second !== undefined && names.length === 2) {
    diff(first, second, values.json, stdout);
  } else if (what === "freeze" && first !== undefined && names.length === 1) freeze(first, stdout);
  else throw new UsageError("say list, diff FROM TO, or freeze NAME");
  return Promise.resolve(EXIT.ok);
};

function list(isJson: boolean, stdout: Output): void {
  const suites = suiteNames()
    .map(loadSuite)
    .map(({ name, frozen, cases }) => ({ name, frozen, cases: Object.keys(cases).length }));
  const lines = suites.map(({ name, frozen, cases }) => `${name}  ${frozen}  ${cases} cases\n`);
  stdout.write(isJson ? `${JSON.stringify(suites, undefined, 2)}\n` : lines.join(""));
}

/** The current goldens. */
const TODAY = "today";

function diff(from: string, to: string, isJson: boolean, stdout: Output): void {
  const names = [...suiteNames(), TODAY];
  if (names.indexOf(from) > names.indexOf(to))
    throw new UsageError(`${from} is later than ${to}: name the earlier first`);
  const [old, now] = [suiteOf(from), suiteOf(to)];
  const between = names.slice(names.indexOf(from) + 1, names.indexOf(to) + 1).map(suiteOf);
  const changes = suiteDiff(old, now, between);
  stdout.write(isJson ? `${JSON.stringify(changes, undefined, 2)}\n` : diffText(old, now, changes));
}

function suiteOf(name: string): SuiteFile {
  if (name !== TODAY) return loadSuite(name);
  const reasons = readReasons();
  const cases = casesOf(loadGoldens(GOLDENS));
  const ids = [...suiteNames().map(loadSuite), { cases }].flatMap((each) => Object.keys(each.cases));
  const known = ids.map((id) => [id, reasonFor(id, reasons)]);
  return { name, frozen: new Date().toISOString().slice(0, 10), cases, reasons: Object.fromEntries(known) };
}

function diffText(old: SuiteFile, now: SuiteFile, changes: readonly SuiteChange[]): string {
  const facts = ({ name, frozen, cases }: SuiteFile) => `${name} (${frozen}, ${Object.keys(cases).length} cases)`;
  const parts = (["added", "changed", "removed"] as const).map((kind) => {
    const own = changes.filter((change) => change.kind === kind);
    return `${kind}: ${own.length}\n${own.map(changeText).join("")}`;
  });
  return `${facts(old)} to ${facts(now)}\n${parts.join("")}`;
}

function changeText({ case: id, tier, requires, title, what, why }: SuiteChange): string {
  const facts = [...what, ...(why === undefined ? [] : [why])];
  const told = facts.length === 0 ? "" : `    ${facts.join("; ")}\n`;
  return `  ${id}  ${tier}  ${requires.join(" ")}\n    ${title}\n${told}`;
}

function freeze(name: string, stdout: Output): void {
  if (!/^\d+(\.\d+)+$/.test(name)) throw new UsageError(`a suite is called by numbers, as 0.2, not '${name}'`);
  const file = suitePath(name);
  if (existsSync(file)) throw new UsageError(`${file} is there: a suite that was released never changes`);
  const last = suiteNames().at(-1);
  const day = new Date().toISOString().slice(0, 10);
  const before = last === undefined ? undefined : loadSuite(last);
  const frozen = frozenSuite(name, day, loadGoldens(GOLDENS), { before, reasons: readReasons() });
  writeFileSync(file, writtenSuite(frozen));
  stdout.write(`${file}: ${Object.keys(frozen.cases).length} cases are frozen\n`);
}
