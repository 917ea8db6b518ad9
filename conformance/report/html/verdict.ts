// The verdict at the top of the page: passed cases by tier and feature, and the failures by cause.
import { counted, grouped } from "../../counted.ts";
import type { Golden } from "../../golden/format.ts";
import type { Result, Run } from "../../run/result.ts";
import { type Group, groupsOf } from "../verdict/groups.ts";
import { notOffered, type Tally, talliesByFeature, talliesByTier } from "../verdict/tally.ts";
import { caseAnchor, clauseAnchor } from "./case.ts";
import { html, type Markup } from "./markup.ts";
import { bar } from "./overview.ts";

/** Number of causes shown at once; the others are behind a disclosure. */
const MAX_CAUSES = 3;

/** Undefined if no case of the run demands a clause, as in runs of the Python tests. */
export function tallies(run: Run): Markup | undefined {
  const shown = [...talliesByTier(run), ...talliesByFeature(run)].filter(({ offered }) => offered > 0);
  const absent = notOffered(run);
  if (shown.length === 0 && absent.length === 0) return undefined;
  return html`<section class="areas" aria-label="Passed of offered, by tier and feature"><ul>${shown.map(tally)}</ul>
${absent.length > 0 && html`<p class="quiet">not offered: ${absent.map(({ feature, cases }) => `${feature} (${counted(cases, "case")})`).join(", ")}</p>`}
</section>
`;
}

function tally({ name, offered, passed, listed }: Tally<string>): Markup {
  const bad = offered - passed;
  const known = listed === 0 ? undefined : html` <span class="quiet">${listed} as listed</span>`;
  return html`<li><div class="tally"><span class="name">${name}</span> <span class="${bad > 0 ? "bad" : "quiet"}">${passed} of ${offered}</span>${known}${bar(passed, bad, offered)}</div></li>
`;
}

/** Failures grouped by cause, most basic clause first, each with the clause's sentence and its shortest case. */
export function causes(run: Run, goldens: readonly Golden[]): Markup | undefined {
  const groups = groupsOf(run.results, goldens);
  if (groups.length === 0) return undefined;
  const more = groups.slice(MAX_CAUSES);
  return html`<section aria-labelledby="causes-title"><h2 id="causes-title">Why, the most basic first</h2>
<div class="trouble"><ol>
${groups.slice(0, MAX_CAUSES).map(cause)}
</ol>
${more.length > 0 && html`<details class="more"><summary>${more.length} more causes</summary><ol>${more.map(cause)}</ol></details>`}
</div></section>
`;
}

function cause({ cause: text, methods, clause, cases }: Group): Markup {
  const [first] = cases;
  const count = counted(cases.length, "case");
  return html`<li><span>${clause !== undefined && html`<a href="#${clauseAnchor(clause.id)}"><b>${clause.id}</b></a> <span class="quiet">${clause.tier}</span> `}${text} <span class="bad">${count}</span></span>
<span class="quiet"><span class="brief">${clause?.sentence ?? methods.map(({ method, cases: count }) => `${method} ${count}`).join(", ")}</span> <a class="name" href="#${caseAnchor(first)}">${first.case}</a></span></li>
`;
}

/** Listed divergences that occurred, by reason, most frequent first; each links to the first of its cases. */
export function known({ results, peer }: Run): Markup | undefined {
  const reasons = new Map<string, { point: string; reason: string; cases: Result[]; count: number }>();
  for (const result of results) {
    for (const { point, reason, count } of result.listed) {
      const key = JSON.stringify([point, reason]);
      const of = reasons.get(key) ?? { point, reason, cases: [], count: 0 };
      reasons.set(key, { ...of, cases: [...of.cases, result], count: of.count + count });
    }
  }
  if (reasons.size === 0) return undefined;
  const sorted = [...reasons.values()].sort((a, b) => b.cases.length - a.cases.length);
  const cases = results.filter(({ listed }) => listed.length > 0).length;
  const row = ({
    point,
    reason,
    cases: own,
    count,
  }: (typeof sorted)[number]) => html`<li><span>${point !== "" && html`<b>${point}</b> `}${counted(own.length, "case")}, <span class="quiet">${grouped(count)} differences</span></span>
<span class="quiet">${reason} ${own[0] !== undefined && html`<a class="name" href="#${caseAnchor(own[0])}">${own[0].case}</a>`}</span></li>
`;
  const more = sorted.slice(MAX_KNOWN);
  return html`<section aria-labelledby="known-title"><h2 id="known-title">As listed by ${peer} <span class="quiet">${cases} cases differ, for ${sorted.length} reasons</span></h2>
<div class="trouble foreseen"><ol>
${sorted.slice(0, MAX_KNOWN).map(row)}
</ol>
${more.length > 0 && html`<details class="more"><summary>${more.length} more reasons</summary><ol>${more.map(row)}</ol></details>`}
</div></section>
`;
}

const MAX_KNOWN = 5;
