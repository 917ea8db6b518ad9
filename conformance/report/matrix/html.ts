// The matrix as a self-contained HTML page whose rows open to the cases and the shortest sessions. Everything is
// readable without JavaScript; the script only filters.
import { readFileSync } from "node:fs";
import { allPoints } from "../../protocol/protocol.ts";
import { cut } from "../html/cut.ts";
import { pageHead } from "../html/head.ts";
import { html, type Markup } from "../html/markup.ts";
import { type AreaRow, type Cell, type ClauseRow, clausesOf, type Matrix, matrixOf, type Row } from "./matrix.ts";
import type { Saved } from "./saved.ts";
import { brief, countsOf, factsOf, markOf } from "./words.ts";

/** The whole document. @throws Error when the package is damaged: the style sheet or the script is missing */
export function matrixHtml(columns: readonly Saved[]): string {
  const matrix = matrixOf(columns);
  const widths = `.row { grid-template-columns: var(--first) repeat(${columns.length}, minmax(0, 1fr)); }`;
  const style = [...STYLE_SHEETS.map(part), widths].join("\n");
  const script = part("../html/page/filter.js");
  const clauses = clausesOf(matrix);
  const broken = clauses.filter(isBroken).length;
  return html`${pageHead({ title: `${columns.length} implementations of Coordinate`, style, script })}
<body>
<header>
<h1>${columns.length} implementations of Coordinate</h1>
<nav aria-label="Parts of this page">${matrix.areas.map(({ name }) => html`<a href="#${name}">${name}</a> `)}<a href="#measured">How measured</a></nav>
</header>
<main>
<section aria-label="By tier and feature" class="matrix">
${headRow(matrix)}
${matrix.tiers.map((row) => plainRow(row, "tier", columns))}
${matrix.features.map((row) => plainRow(row, "feature", columns))}
</section>
<search class="filter" hidden>
<label class="grow">Filter <input id="filter" type="search" placeholder="clause, case, point or words; key /" autocomplete="off" spellcheck="false"></label>
<label><input type="checkbox" id="broken" name="outcome" value="broken"> only the ${broken} of ${clauses.length} clauses that somebody breaks</label>
<output id="shown" data-items="clauses" for="filter"></output>
</search>
<section aria-label="Clauses by area" class="matrix">
${headRow(matrix)}
${matrix.areas.map((row) => areaRows(row, matrix))}
</section>
<section id="measured" aria-labelledby="measured-title">
<h2 id="measured-title">How measured</h2>
<dl class="facts">${columns.map((column) => html`<dt>${column.name}</dt><dd>${factsOf(column)}${column.command !== undefined && html`<br><code>${column.command}</code>`}</dd>`)}</dl>
</section>
</main>
</body>
</html>
`.toString();
}

const STYLE_SHEETS = [
  "../../../ci/pages/base.css",
  ...["code", "filter"].map((name) => `../html/page/${name}.css`),
  "page/matrix.css",
];

function areaRows({ name, cells, clauses }: AreaRow, { columns }: Matrix): Markup {
  return html`<details id="${name}" class="area">
<summary class="row"><span class="what"><b>${name}</b> <span class="quiet">${clauses.length} clauses</span> <span class="sentence">${clauses[0].clause.section}</span></span>${cells.map((cell, i) => cellMarkup(cell, columns[i]))}</summary>
${clauses.map((row) => clauseRow(row, columns))}
</details>
`;
}

function headRow({ columns }: Matrix): Markup {
  return html`<div class="row head" aria-hidden="true"><span></span>${columns.map(({ name }) => html`<span>${name}</span>`)}</div>`;
}

const isBroken = ({ cells }: Row) => cells.some(({ different }) => different > 0);

function plainRow({ name, cells }: Row, kind: string, columns: readonly Saved[]): Markup {
  return html`<div class="row"><span class="what"><b>${name}</b> <span class="quiet">${kind}</span></span>${cells.map((cell, i) => cellMarkup(cell, columns[i]))}</div>
`;
}

function clauseRow({ name, clause, cells, cases }: ClauseRow, columns: readonly Saved[]): Markup {
  const search = [name, clause.sentence, ...cases.map((each) => each.name), ...cells.flatMap(({ points }) => points)];
  return html`<details class="clause" id="${name}"${isBroken({ name, cells }) && html` data-broken`} data-search="${search.join(" ").toLowerCase()}">
<summary class="row"><span class="what"><b>${name}</b> <span class="quiet">${clause.tier}</span> <span class="sentence">${brief(clause.sentence, 90)}</span></span>${cells.map((cell, i) => cellMarkup(cell, columns[i]))}</summary>
<div class="body"><p>${clause.sentence}</p>
${cells.map((cell, i) => sessionMarkup(cell, columns[i]))}
${cases.map((each) => html`<div class="row case"><span class="what"><span class="name">${each.name}</span> <span class="quiet">${each.title}</span></span>${each.cells.map((cell, i) => caseMarkup(cell, columns[i]))}</div>`)}
</div></details>
`;
}

function cellMarkup(cell: Cell, column: Saved | undefined): Markup {
  const points = cell.points.slice(0, MOST_POINTS).map((point) => html` <span class="point">${point}</span>`);
  const more = cell.points.length - MOST_POINTS;
  return html`<span class="cell ${kindOf(cell)}" data-label="${column?.name}">${countsOf(cell)}${points}${more > 0 && html` <span class="quiet">+${more}</span>`}</span>`;
}

const MOST_POINTS = 2;

function caseMarkup(cell: Cell, column: Saved | undefined): Markup {
  const points = cell.points.slice(0, 1).map((point) => html` <span class="point">${point}</span>`);
  return html`<span class="cell ${kindOf(cell)}" data-label="${column?.name}">${markOf(cell)}${points}</span>`;
}

function kindOf({ same, different, unmeasured }: Cell): string {
  if (different > 0) return "differs";
  if (unmeasured > 0) return "unmeasured";
  return same > 0 ? "same" : "none";
}

function sessionMarkup({ shortest, points }: Cell, column: Saved | undefined): Markup | undefined {
  if (shortest === undefined) return undefined;
  const reasons = points.flatMap((id) => allPoints().get(id) ?? []).slice(0, MOST_POINTS);
  return html`<div class="session"><b>${column?.name}</b> ${reasons.map(({ id, title }) => html`<span class="quiet"><span class="point">${id}</span> ${title} </span>`)}
<div><span class="name">${shortest.case}</span> <span class="quiet">step ${shortest.step}, ${shortest.path}</span></div>
<pre><code>${cut(brief(shortest.call, 600))}
<span class="quiet">expected</span> ${brief(shortest.expected, 600)}
<span class="quiet">got</span>      <span class="bad">${brief(shortest.got, 600)}</span></code></pre></div>
`;
}

function part(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
