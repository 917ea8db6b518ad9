// The HTML report of a run, one self-contained page. Everything is readable without JavaScript; the script only
// filters.

import { readFileSync } from "node:fs";
import { counted, grouped } from "../../counted.ts";
import type { Golden } from "../../golden/format.ts";
import type { Covered } from "../../proof/coverage/coverage.ts";
import type { MutantOutcome } from "../../proof/mutants/outcome.ts";
import { exitCodeOf, isWrong, OUTCOMES, type Run, type SuiteRun, totalsOf } from "../../run/result.ts";
import { areaAnchor, areaOf, caseAnchor, duration, OUTCOME_WORDS, renderCase } from "./case.ts";
import { renderClauses } from "./clauses.ts";
import { pageHead } from "./head.ts";
import { html, type Markup } from "./markup.ts";
import { areaTable, totals, trouble } from "./overview.ts";
import { type CaseLink, renderCoverage, renderKills } from "./tables.ts";
import { causes, known, tallies } from "./verdict.ts";

export type ReportInput = {
  readonly run: Run;
  /** Goldens of the cases; a case without one is shown with its differences only. */
  readonly goldens: readonly Golden[];
  readonly coverage?: readonly Covered[] | undefined;
  readonly kills?: readonly MutantOutcome[] | undefined;
};

/** Up to this number, all cases are listed; above it they are collapsed by area. */
const MAX_LISTED = 60;

/** Number of unexpected cases that are expanded initially. */
const MAX_OPEN = 10;

const STYLE_SHEETS = [
  "../../../ci/pages/base.css",
  ...["code", "filter", "report", "overview", "steps"].map((name) => `page/${name}.css`),
];

/** The whole document. @throws Error when the package is damaged: the style sheet or the script is missing */
export function htmlReport({ run, goldens, coverage = [], kills = [] }: ReportInput): string {
  const style = STYLE_SHEETS.map(part).join("");
  const script = part("page/filter.js");
  const verdict = VERDICTS[exitCodeOf(run)];
  const link = linkTo(run);
  const clauses = renderClauses(run, link);
  const page = html`${pageHead({ title: `${verdict.word}: conformance of ${run.daemon}`, style, script })}
<body>
<header>
<div class="heading"><h1>Conformance of <span class="name">${run.daemon}</span></h1> <p class="verdict ${verdict.kind}">${verdict.word}</p></div>
<p class="facts">${summary(run)}</p>
${facts(run)}
<nav aria-label="Parts of this page">
<a href="#cases">Cases</a>${clauses !== undefined && html` <a href="#clauses">Clauses</a>`}${coverage.length > 0 && html` <a href="#coverage">Coverage</a>`}${kills.length > 0 && html` <a href="#mutants">Kill matrix</a>`}
</nav>
</header>
<main>
${tallies(run)}
${filter(run)}
<div class="overview">
${causes(run, goldens)}
${known(run)}
${trouble(run)}
${totals(run)}
${areaTable(run)}
</div>
<div id="cases" class="cases">
${areas(run, goldens)}
</div>
${run.suite !== undefined && laterCases(run.suite, goldens)}
${clauses}
${coverage.length > 0 && renderCoverage(coverage, link)}
${kills.length > 0 && renderKills(kills, link)}
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

/** The summary line: number of cases, and how many of them differ. */
function summary({ results, problems }: Run): Markup {
  const { passed, diverged, unmeasured, "not-run": notRun, compared } = totalsOf(results);
  const listed = results.filter(({ expected, outcome }) => expected > 0 && outcome === "passed").length;
  const parts = [
    html`<b>${passed} of ${results.length} cases passed</b>${listed > 0 && html`, ${listed} of them with divergences as listed`}`,
    ...(diverged > 0 ? [html`<b class="bad">${diverged} diverged</b>`] : []),
    ...(unmeasured > 0 ? [html`<b class="unmeasured">${unmeasured} not measured</b>`] : []),
    ...(notRun > 0 ? [html`${notRun} not run`] : []),
    ...(problems.length > 0 ? [html`<b class="bad">${counted(problems.length, "problem")} outside any case</b>`] : []),
    ...(compared > 0 ? [html`<span class="quiet">${grouped(compared)} bytes compared</span>`] : []),
  ];
  return html`${parts.map((part, i) => html`${i > 0 && "; "}${part}`)}`;
}

function facts({ tool, compare, peer, suite, startedAt, milliseconds }: Run): Markup {
  const time = html`<time datetime="${startedAt}">${startedAt.slice(0, 16).replace("T", " ")} UTC</time>`;
  return html`<p class="facts quiet">${suite !== undefined && html`suite ${suite.name} · `}compared at level ${compare} · ${peer !== undefined && html`the listed divergences of ${peer} expected · `}${time} · in ${duration(milliseconds)} · ${tool}</p>`;
}

/** Links a case id to its place on the page; the id alone if the case is not on it. */
function linkTo({ results }: Run): CaseLink {
  const shown = new Map(results.filter(({ suite }) => suite === "golden").map((each) => [each.case, caseAnchor(each)]));
  return (id) => {
    const anchor = shown.get(id);
    return anchor === undefined
      ? html`<span class="name">${id}</span>`
      : html`<a class="name" href="#${anchor}">${id}</a>`;
  };
}

function filter(run: Run): Markup {
  const totals = totalsOf(run.results);
  const outcomes = OUTCOMES.filter((outcome) => totals[outcome] > 0);
  const listed = run.results.filter(({ expected }) => expected > 0).length;
  const choice = (value: string, word: string, count: number, isChecked = false) =>
    html`<label><input type="radio" name="outcome" value="${value}"${isChecked && html` checked`}> ${word} <span class="quiet">${count}</span></label>`;
  return html`<search class="filter" hidden>
<label class="grow">Filter <input id="filter" type="search" placeholder="case, title, point or reason; key /" autocomplete="off" spellcheck="false"></label>
<fieldset><legend class="hidden">Outcome</legend>
${choice("", "all", run.results.length, true)}
${outcomes.length > 1 && outcomes.map((outcome) => choice(outcome, OUTCOME_WORDS[outcome].word, totals[outcome]))}
${listed > 0 && choice("known", "as listed", listed)}
</fieldset>
<button id="open" type="button">Open all</button> <button id="close" type="button">Close all</button>
<output id="shown" data-items="cases" for="filter"></output>
</search>
`;
}

function areas({ results }: Run, goldens: readonly Golden[]): Markup {
  const byId = new Map(goldens.map((golden) => [golden.id, golden]));
  const open = new Set(results.filter(isWrong).slice(0, MAX_OPEN));
  const names = [...new Set(results.map(areaOf))].sort();
  return html`${names.map((area) => {
    const own = results.filter((result) => areaOf(result) === area);
    const passed = own.filter(({ outcome }) => outcome === "passed").length;
    const isOpen = own.some((result) => open.has(result)) || results.length <= MAX_LISTED;
    return html`<details class="area" id="${areaAnchor(area)}"${isOpen && html` open`}>
<summary><h2>${area} <span class="${passed < own.length ? "bad" : "quiet"}">${passed} of ${own.length} passed</span></h2></summary>
${own.map((result) =>
  renderCase(result, result.suite === "golden" ? byId.get(result.case) : undefined, open.has(result)),
)}
</details>
`;
  })}`;
}

/** Results of the cases that are newer than a frozen suite, and the cases that changed since. */
function laterCases({ name, later, changed }: SuiteRun, goldens: readonly Golden[]): Markup {
  const byId = new Map(goldens.map((golden) => [golden.id, golden]));
  const passed = later.filter(({ outcome }) => outcome === "passed").length;
  return html`<section id="later" aria-labelledby="later-title">
<h2 id="later-title">Later than suite ${name} <span class="quiet">not counted: ${passed} of ${later.length} passed</span></h2>
${changed.length > 0 && html`<p class="quiet">changed since, and judged as the suite has them: ${changed.join(", ")}</p>`}
${later.map((result) => renderCase(result, byId.get(result.case), false))}
</section>
`;
}

function part(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
