// Tables of the coverage of the protocol, and of the kill matrix: which case detects which mutant.
import type { Covered } from "../../proof/coverage/coverage.ts";
import type { MutantOutcome } from "../../proof/mutants/outcome.ts";
import { html, type Markup } from "./markup.ts";

/** The id of a case, as a link if the page shows that case. */
export type CaseLink = (id: string) => Markup;

/** Maximum number of case ids in a cell. */
const MAX_NAMED = 3;

export function renderCoverage(items: readonly Covered[], link: CaseLink): Markup {
  const groups = [...new Set(items.map(({ group }) => group))];
  const isCovered = ({ goldens }: Covered) => goldens.length > 0;
  const rows = groups.map((group) => {
    const own = items.filter((item) => item.group === group);
    const open = own.some((item) => !isCovered(item) && item.reason === undefined);
    return html`<details class="group"${open && html` open`}><summary><span class="name">${group}</span> <span class="${open ? "bad" : "quiet"}">${own.filter(isCovered).length} of ${own.length}</span></summary>
<table><thead><tr><th scope="col">What</th><th scope="col">Shown by</th></tr></thead><tbody>${own.map(
      (item) =>
        html`<tr><td data-label="What"><code>${item.name}</code></td><td data-label="Shown by">${
          isCovered(item)
            ? named(item.goldens, link)
            : html`<span class="${item.reason === undefined ? "bad" : "quiet"}">${item.reason ?? "nothing"}</span>`
        }</td></tr>
`,
    )}</tbody></table></details>
`;
  });
  return html`<section id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage <span class="quiet">${items.filter(isCovered).length} of ${items.length} items of the protocol</span></h2>
${rows}
</section>
`;
}

export function renderKills(outcomes: readonly MutantOutcome[], link: CaseLink): Markup {
  const killed = outcomes.filter(({ level }) => level !== null).length;
  const rows = outcomes.map(
    ({ mutant, wrong, level, kills, first }) => html`<tr>
<td data-label="Mutant"><code>${mutant}</code></td>
<td data-label="What is wrong with it">${wrong}</td>
<td data-label="Seen at level">${level ?? html`<span class="bad">none: it lives</span>`}</td>
<td data-label="By">${first !== null && html`${link(first)}${kills > 1 && html` <span class="quiet">and ${kills - 1} more</span>`}`}</td>
</tr>
`,
  );
  return html`<section id="mutants" aria-labelledby="mutants-title">
<h2 id="mutants-title">Kill matrix <span class="quiet">of ${outcomes.length} servers that are wrong in one way each, the goldens find out ${killed}</span></h2>
<details class="group"${killed < outcomes.length && html` open`}><summary>All mutants</summary>
<table><thead><tr><th scope="col">Mutant</th><th scope="col">What is wrong with it</th><th scope="col">Seen at level</th><th scope="col">By</th></tr></thead><tbody>${rows}</tbody></table></details>
</section>
`;
}

function named(cases: readonly string[], link: CaseLink): Markup {
  const links = cases.slice(0, MAX_NAMED).map((id, at) => html`${at > 0 && ", "}${link(id)}`);
  const more = cases.length - MAX_NAMED;
  return html`${links}${more > 0 && html` <span class="quiet">and ${more} more</span>`}`;
}
