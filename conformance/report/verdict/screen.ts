// The verdict on a daemon on one screen: passed cases by tier, causes of the failures, known divergences.
import { counted } from "../../counted.ts";
import { excerpts } from "../../judge/excerpt.ts";
import type { Result, Run } from "../../run/result.ts";
import type { Style } from "../printer.ts";
import { requestOf } from "../request.ts";
import { type Paint, shortenTo } from "../style.ts";
import { type Absent, type Group, groupsOf } from "./groups.ts";
import { markedReply } from "./marked.ts";
import { notOffered, talliesByFeature, talliesByTier } from "./tally.ts";

/** Number of groups shown with a case, and of further ones in a line each; --verbose shows all with a case. */
const IN_FULL = 4;
const IN_A_LINE = 12;
const CAUSES_LISTED = 10;
const WIDTH = 110;
/** Number of cases that a group names if no selector exists for them. */
const NAMED = 8;

/** `core 211/211, documented 380/402, edge 61/120; not offered: locks (45 cases)`; empty for cases without clauses. */
export function tierLine(run: Run, paint: Paint): string {
  const shown = (tallies: readonly { name: string; offered: number; passed: number }[]) =>
    tallies
      .filter(({ offered }) => offered > 0)
      .map(({ name, offered, passed }) => paint(passed === offered ? "green" : "red", `${name} ${passed}/${offered}`))
      .join(", ");
  const tiers = shown(talliesByTier(run));
  const absent = notOffered(run).map(({ feature, cases }) => `${feature} (${casesText(cases)})`);
  if (tiers === "" && absent.length === 0) return "";
  const features = shown(talliesByFeature(run));
  const without = absent.length === 0 ? "" : `; not offered: ${absent.join(", ")}`;
  return `${tiers}${without}\n${features === "" ? "" : `of these ${features}\n`}`;
}

/** Failures grouped by cause, most basic clause first. */
export function groupsText(run: Run, style: Style, paint: Paint): string {
  const groups = groupsOf(run.results, style.goldens());
  const full = style.verbose ? groups.length : IN_FULL;
  const parts = groups.slice(0, full).map((group, i) => groupText(group, i + 1, style, paint));
  const lines = groups.slice(full, full + IN_A_LINE).map((group, i) => headOf(group, full + i + 1, style, paint));
  const more = groups.length - full - lines.length;
  const rest = more > 0 ? `    and ${more} more causes: --verbose shows all of them\n` : "";
  return [...parts, ...lines, rest].join("");
}

function groupText(group: Group, number: number, style: Style, paint: Paint): string {
  const { clause, cases, methods, selector } = group;
  const [first] = cases;
  const width = style.columns ?? WIDTH;
  const sentence = clause === undefined ? "" : `    ${paint("dim", shortenTo(clause.sentence, width - 4))}\n`;
  const others =
    cases.length === 1
      ? ""
      : `    and ${cases.length - 1} more: ${selector === undefined ? namesOf(cases.slice(1)) : style.again(selector)}\n`;
  const alone = cases.length === 1 ? `    alone: ${style.again(first.case)}\n` : "";
  return [
    headOf(group, number, style, paint),
    sentence,
    methodLines(methods, width),
    caseText(group, width, paint),
    paint("dim", others + alone),
  ].join("");
}

/** The methods that are not there, wrapped to the width: `lock (3 cases), unlock (1 case)`. */
function methodLines(methods: readonly Absent[], width: number): string {
  const lines: string[] = [];
  for (const [i, { method, cases }] of methods.entries()) {
    const word = `${method} (${casesText(cases)})${i < methods.length - 1 ? "," : ""}`;
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length + 1 > width) lines.push(`    ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.map((line) => `${line}\n`).join("");
}

const casesText = (count: number) => counted(count, "case");

function namesOf(cases: readonly Result[]): string {
  const shown = cases.slice(0, NAMED).map((result) => result.case);
  return `${shown.join(", ")}${cases.length > NAMED ? ", ..." : ""}`;
}

function headOf({ cause, clause, cases }: Group, number: number, style: Style, paint: Paint): string {
  const about = clause === undefined ? "" : `${clause.id} (${clause.tier}) `;
  const count = casesText(cases.length);
  const head = `${String(number).padStart(2)}. ${about}${cause}`;
  return `${paint("bold", shortenTo(head, (style.columns ?? WIDTH) - count.length - 2))}  ${paint("red", count)}\n`;
}

/** The shortest case of a group: its first request that is answered differently, with both answers. */
function caseText({ cases: [first] }: Group, width: number, paint: Paint): string {
  const [finding] = first.differences;
  if (finding === undefined) return `    ${first.case}: ${shortenTo(first.reason ?? "", width)}\n`;
  const { step, path, recorded, replied, expected, got, note } = finding;
  const { call, number } = requestOf(finding);
  const mark = (colour: "green" | "red") => (text: string) => {
    const marked = paint(colour, text);
    return marked === text ? `\u00ab${text}\u00bb` : marked;
  };
  const room = width - 16;
  const [whole, other] = excerpts(expected, got, room);
  const wanted = markedReply(recorded, path, mark("green"), room, replied) ?? whole;
  const came = path === "connection" ? undefined : markedReply(replied, path, mark("red"), room, recorded);
  const request =
    number === undefined || finding.call.length === 1 ? "" : `, request ${number} of ${finding.call.length}`;
  return [
    `    ${shortenTo(`${first.case} step ${step}${request}: ${call}`, width - 4)}\n`,
    `      expected  ${wanted}\n`,
    `      got       ${came ?? other}${note === undefined ? "" : `  (${note})`}\n`,
  ].join("");
}

/** Listed divergences that occurred, by reason, most frequent first. */
export function listedText({ results, peer }: Run, style: Style): string {
  const causes = new Map<string, { point: string; reason: string; flaky: boolean; count: number; cases: number }>();
  for (const { listed } of results) {
    const counted = new Set<string>();
    for (const { point, reason, flaky, count } of listed) {
      const key = JSON.stringify([point, reason, flaky]);
      const known = causes.get(key) ?? { point, reason, flaky, count: 0, cases: 0 };
      causes.set(key, { ...known, count: known.count + count, cases: known.cases + (counted.has(key) ? 0 : 1) });
      counted.add(key);
    }
  }
  if (causes.size === 0) return "";
  const sorted = [...causes.values()].sort((a, b) => b.cases - a.cases || b.count - a.count);
  const shown = style.verbose ? sorted : sorted.slice(0, CAUSES_LISTED);
  const cases = results.filter(({ listed }) => listed.length > 0).length;
  const count = sorted.reduce((sum, each) => sum + each.count, 0);
  const lines = shown.map((each) => {
    const about = each.point === "" ? "" : `${each.point}: `;
    const flaky = each.flaky ? " (flaky)" : "";
    const places = `${String(each.cases).padStart(5)} ${each.cases === 1 ? "case " : "cases"}`;
    return `${shortenTo(`${places}  ${about}${each.reason}${flaky}`, style.columns ?? WIDTH)}\n`;
  });
  const more = sorted.length - shown.length;
  const rest = more > 0 ? `      and ${more} more reasons: --verbose shows all of them\n` : "";
  return `as listed by ${peer}: ${count} differences in ${casesText(cases)}\n${lines.join("")}${rest}`;
}
