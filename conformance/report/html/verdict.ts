// The verdict at the top of the page: what of each tier and feature the daemon keeps, and why the rest fails, by cause.
import type { Run } from "../../run/result.ts";
import { type Group, groupsOf } from "../verdict/groups.ts";
import { notOffered, type Tally, talliesByFeature, talliesByTier } from "../verdict/tally.ts";
import { caseAnchor } from "./case.ts";
import { html, type Markup } from "./markup.ts";
import { bar } from "./overview.ts";

/** Causes that are shown before the reader asks for all. */
const MAX_CAUSES = 8;

/** Nothing for a run of cases that demand no clause, as the Python tests. */
export function tallies(run: Run): Markup | undefined {
  const shown = [...talliesByTier(run), ...talliesByFeature(run)].filter(({ offered }) => offered > 0);
  const absent = notOffered(run);
  if (shown.length === 0 && absent.length === 0) return undefined;
  return html`<section class="areas" aria-label="Passed of offered, by tier and feature"><ul>${shown.map(tally)}</ul>
${absent.length > 0 && html`<p class="quiet">not offered: ${absent.map(({ feature, cases }) => `${feature} (${cases} cases)`).join(", ")}</p>`}
</section>
`;
}

function tally({ name, offered, passed, listed }: Tally<string>): Markup {
  const bad = offered - passed;
  const known = listed === 0 ? undefined : html` <span class="quiet">${listed} as listed</span>`;
  return html`<li><div class="tally"><span class="name">${name}</span> <span class="${bad > 0 ? "bad" : "quiet"}">${passed} of ${offered}</span>${known}${bar(passed, bad, offered)}</div></li>
`;
}

/** Every failure under its cause, the most basic first, each with its sentence and its shortest case. */
export function causes(run: Run): Markup | undefined {
  const groups = groupsOf(run.results);
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

function cause({ cause: text, clause, cases }: Group): Markup {
  const [first] = cases;
  const count = cases.length === 1 ? "1 case" : `${cases.length} cases`;
  return html`<li><span>${clause !== undefined && html`<b>${clause.id}</b> <span class="quiet">${clause.tier}</span> `}${text} <span class="bad">${count}</span></span>
<span class="quiet">${clause?.sentence} <a class="name" href="#${caseAnchor(first)}">${first.case}</a></span></li>
`;
}
