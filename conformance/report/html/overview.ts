// The top of the report: counts, unexpected results, and links to them.
import { grouped } from "../../counted.ts";
import { isWrong, OUTCOMES, type Result, type Run, totalsOf } from "../../run/result.ts";
import { areaAnchor, areaOf, caseAnchor, OUTCOME_WORDS } from "./case.ts";
import { html, type Markup } from "./markup.ts";

/** Number of unexpected cases listed at once; the others are behind a disclosure. */
const MAX_NAMED = 12;

export function totals(run: Run): Markup {
  const { compared, masked, ...outcomes } = totalsOf(run.results);
  const tile = (label: string, value: number, kind = "") =>
    html`<div class="${value === 0 ? "" : kind}"><dt>${label}</dt><dd>${grouped(value)}</dd></div>`;
  return html`<section aria-label="Totals"><dl class="totals">
${tile("cases", run.results.length)}
${OUTCOMES.map((outcome) => tile(OUTCOME_WORDS[outcome].word, outcomes[outcome], outcome))}
${tile("bytes compared", compared)}
${tile("bytes in masks", masked)}
</dl></section>
`;
}

/** Links to all unexpected results; undefined if there are none. */
export function trouble({ results, problems, notes = [] }: Run): Markup | undefined {
  const bad = results.filter(isWrong);
  if (bad.length === 0 && problems.length === 0) return undefined;
  const more = bad.slice(MAX_NAMED);
  const isAll = more.length <= 1;
  const shown = isAll ? bad : bad.slice(0, MAX_NAMED);
  return html`<section aria-labelledby="trouble-title"><h2 id="trouble-title">Not as expected <span class="quiet">${bad.length} of ${results.length} cases</span></h2>
<div class="trouble">
<ul>
${problems.map(({ outcome, message }) => html`<li><span class="outcome ${outcome}">${OUTCOME_WORDS[outcome].word}</span> <span class="wide">${message}</span></li>`)}
${notes.map((note) => html`<li><span class="wide">${note}</span></li>`)}
${shown.map(troubleOf)}
</ul>
${!isAll && html`<details class="more"><summary>${more.length} more</summary><ul>${more.map(troubleOf)}</ul></details>`}
</div></section>
`;
}

function troubleOf(result: Result): Markup {
  const { word, mark } = OUTCOME_WORDS[result.outcome];
  return html`<li><span><span class="${result.outcome}" title="${word}">${mark}</span> <a class="name" href="#${caseAnchor(result)}">${result.case}</a></span> <span class="quiet">${result.reason}</span></li>
`;
}

/** A table of areas with their shares of passed cases; undefined for one area, for which the totals suffice. */
export function areaTable({ results }: Run): Markup | undefined {
  const areas = [...new Set(results.map(areaOf))].sort();
  if (areas.length < 2) return undefined;
  const tiles = areas.map((area) => {
    const own = results.filter((result) => areaOf(result) === area);
    const passed = own.filter(({ outcome }) => outcome === "passed").length;
    const bad = own.filter(isWrong).length;
    return html`<li><a href="#${areaAnchor(area)}"><span class="name">${area}</span> <span class="${bad > 0 ? "bad" : "quiet"}">${passed} of ${own.length}</span>${bar(passed, bad, own.length)}</a></li>
`;
  });
  return html`<nav class="areas" aria-label="Areas"><ul>${tiles}</ul></nav>
`;
}

/** A bar chart in SVG, since the page's policy forbids the style attributes that CSS widths would need. */
export function bar(passed: number, bad: number, all: number): Markup {
  return html`<svg class="bar" viewBox="0 0 ${all} 1" preserveAspectRatio="none" aria-hidden="true"><rect class="good" width="${passed}" height="1"/><rect class="bad" x="${passed}" width="${bad}" height="1"/></svg>`;
}
