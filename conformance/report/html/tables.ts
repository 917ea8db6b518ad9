// Coverage of the protocol by the cases, and the kill matrix: which mutant of a server dies of which case.
import type { Covered } from "../../coverage/coverage.ts";
import { html, type Markup } from "./markup.ts";

export type MutantFate = {
  readonly mutant: string;
  /** What is wrong with it, in one line. */
  readonly title: string;
  /** Ids of the cases that it fails. */
  readonly killedBy: readonly string[];
  /** Whether only the strictest level, `bytes`, tells it from the original. */
  readonly onlyBytes: boolean;
};

/** Case ids named in a cell at most. */
const MAX_NAMED = 3;

export function renderCoverage(items: readonly Covered[]): Markup {
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
            ? named(item.goldens)
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

export function renderKills(mutants: readonly MutantFate[]): Markup {
  const killed = mutants.filter(({ killedBy }) => killedBy.length > 0);
  const rows = mutants.map(
    ({ mutant, title, killedBy, onlyBytes }) => html`<tr>
<td data-label="Mutant"><code>${mutant}</code></td>
<td data-label="What is wrong with it">${title}</td>
<td data-label="Killed by">${killedBy.length === 0 ? html`<span class="bad">nothing: it survives</span>` : named(killedBy)}</td>
<td data-label="Only by bytes">${onlyBytes ? "yes" : "no"}</td>
</tr>
`,
  );
  return html`<section id="mutants" aria-labelledby="mutants-title">
<h2 id="mutants-title">Kill matrix <span class="quiet">${killed.length} of ${mutants.length} mutants killed, ${mutants.filter(({ onlyBytes }) => onlyBytes).length} only by the comparison of bytes</span></h2>
<table><thead><tr><th scope="col">Mutant</th><th scope="col">What is wrong with it</th><th scope="col">Killed by</th><th scope="col">Only by bytes</th></tr></thead><tbody>${rows}</tbody></table>
</section>
`;
}

function named(cases: readonly string[]): Markup {
  const links = cases.slice(0, MAX_NAMED).map((id, at) => html`${at > 0 && ", "}<a href="#golden:${id}">${id}</a>`);
  const more = cases.length - MAX_NAMED;
  return html`${links}${more > 0 && html` <span class="quiet" title="${cases.slice(MAX_NAMED).join("\n")}">and ${more} more</span>`}`;
}
