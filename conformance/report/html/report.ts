// The HTML report: one run as one page that stands alone, to be kept as an artifact and read in any browser. Everything is
// there without JavaScript; the script only filters.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Covered } from "../../coverage/coverage.ts";
import type { Golden } from "../../golden/format.ts";
import { exitCodeOf, OUTCOMES, type Result, type Run, totalsOf } from "../../result.ts";
import { areaOf, caseAnchor, duration, OUTCOME_WORDS, renderCase } from "./case.ts";
import { html, Markup } from "./markup.ts";
import { type MutantFate, renderCoverage, renderKills } from "./tables.ts";

export type ReportInput = {
  readonly run: Run;
  /** Transcripts of the cases; a case without one is shown with its differences only. */
  readonly goldens: readonly Golden[];
  readonly coverage?: readonly Covered[] | undefined;
  readonly kills?: readonly MutantFate[] | undefined;
};

/** Cases that are not as expected and stand open at first. */
const MAX_OPEN = 10;

/** The whole document. @throws Error when the package is damaged: the style sheet or the script is missing */
export function htmlReport({ run, goldens, coverage, kills }: ReportInput): string {
  const style = part("report.css");
  const script = part("report.js");
  const policy = `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const verdict = VERDICTS[exitCodeOf(run)];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdict.word}: conformance of ${run.target}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
<script type="module">${new Markup(script)}</script>
</head>
<body>
<header>
<h1>Conformance of <span class="name">${run.target}</span></h1>
<p class="verdict ${verdict.kind}">${verdict.word}</p>
<p class="quiet">${[
    `compared at level ${run.compare}`,
    run.peer === undefined ? undefined : `known divergences of ${run.peer} expected`,
    run.startedAt,
    duration(run.milliseconds),
  ]
    .filter((fact) => fact !== undefined)
    .join(" · ")}</p>
</header>
<main>
${totals(run)}
${trouble(run)}
${filter()}
${areas(run, goldens)}
${coverage !== undefined && coverage.length > 0 && renderCoverage(coverage)}
${kills !== undefined && kills.length > 0 && renderKills(kills)}
</main>
</body>
</html>
`;
  return page.toString();
}

const VERDICTS = {
  0: { word: "as expected", kind: "passed" },
  1: { word: "diverged", kind: "diverged" },
  2: { word: "nothing was compared", kind: "unmeasured" },
  3: { word: "could not be measured", kind: "unmeasured" },
} as const;

function totals(run: Run): Markup {
  const { compared, masked, ...outcomes } = totalsOf(run.results);
  const tile = (label: string, value: number, kind = "") =>
    html`<div class="${value === 0 ? "" : kind}"><dt>${label}</dt><dd>${value.toLocaleString("en")}</dd></div>`;
  return html`<section aria-label="Totals"><dl class="totals">
${tile("cases", run.results.length)}
${OUTCOMES.map((outcome) => tile(OUTCOME_WORDS[outcome].word, outcomes[outcome], outcome))}
${tile("bytes compared", compared)}
${tile("bytes in holes", masked)}
</dl></section>
`;
}

/** What a reader came for, on top: everything that is not as expected, each a link. */
function trouble({ results, problems }: Run): Markup | undefined {
  const bad = results.filter(isBad);
  if (bad.length === 0 && problems.length === 0) return undefined;
  return html`<section aria-labelledby="trouble-title"><h2 id="trouble-title">Not as expected</h2>
<ul class="trouble">
${problems.map(({ outcome, message }) => html`<li><span class="outcome ${outcome}">${OUTCOME_WORDS[outcome].word}</span> ${message}</li>`)}
${bad.map(
  (result) =>
    html`<li><span class="outcome ${result.outcome}">${OUTCOME_WORDS[result.outcome].word}</span> <a class="name" href="#${caseAnchor(result)}">${result.case}</a> <span class="quiet">${result.reason}</span></li>`,
)}
</ul></section>
`;
}

function filter(): Markup {
  const choice = (value: string, word: string, isChecked = false) =>
    html`<label><input type="radio" name="outcome" value="${value}"${isChecked && html` checked`}> ${word}</label>`;
  return html`<search class="filter" hidden>
<label class="grow">Filter <input id="filter" type="search" placeholder="case, title, requirement or reason" autocomplete="off" spellcheck="false"></label>
<fieldset><legend class="hidden">Outcome</legend>
${choice("", "all", true)}
${OUTCOMES.map((outcome) => choice(outcome, OUTCOME_WORDS[outcome].word))}
</fieldset>
<button id="open" type="button">Open all</button> <button id="close" type="button">Close all</button>
<output id="shown" for="filter"></output>
</search>
`;
}

function areas({ results }: Run, goldens: readonly Golden[]): Markup {
  const byId = new Map(goldens.map((golden) => [golden.id, golden]));
  const open = new Set(results.filter(isBad).slice(0, MAX_OPEN));
  const names = [...new Set(results.map(areaOf))].sort();
  return html`${names.map((area) => {
    const own = results.filter((result) => areaOf(result) === area);
    const passed = own.filter(({ outcome }) => outcome === "passed").length;
    return html`<section class="area" aria-label="${area}">
<h2>${area} <span class="quiet">${passed} of ${own.length} passed</span></h2>
${own.map((result) =>
  renderCase(result, result.suite === "golden" ? byId.get(result.case) : undefined, open.has(result)),
)}
</section>
`;
  })}`;
}

function isBad({ outcome }: Result): boolean {
  return outcome === "diverged" || outcome === "unmeasured";
}

function part(name: string): string {
  return readFileSync(new URL(`page/${name}`, import.meta.url), "utf8");
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
