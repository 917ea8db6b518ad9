// Every clause tested by a case of the run, with all of its cases.
import { demandOf } from "../../protocol/demand.ts";
import { allClauses } from "../../protocol/protocol.ts";
import { isWrong, type Result, type Run } from "../../run/result.ts";
import { clauseAnchor } from "./case.ts";
import { html, type Markup } from "./markup.ts";
import type { CaseLink } from "./tables.ts";

/** Undefined if no case of the run demands a clause, as in runs of the Python tests. */
export function renderClauses({ results }: Run, link: CaseLink): Markup | undefined {
  const byClause = new Map<string, Result[]>();
  for (const result of results) {
    for (const { id } of demandOf(result.requires).clauses) byClause.set(id, [...(byClause.get(id) ?? []), result]);
  }
  if (byClause.size === 0) return undefined;
  const rows = [...allClauses().values()].flatMap(({ id, tier, sentence }) => {
    const own = byClause.get(id);
    if (own === undefined) return [];
    const [bad, good] = [own.filter(isWrong), own.filter((each) => !isWrong(each))];
    return html`<tr id="${clauseAnchor(id)}"><td data-label="Clause"><b>${id}</b> <span class="quiet">${tier}</span></td><td data-label="Sentence">${sentence}</td><td data-label="Cases"><span class="${bad.length > 0 ? "bad" : "quiet"}">${good.length} of ${own.length}</span>${[...bad, ...good].map((each) => html` ${link(each.case)}`)}</td></tr>
`;
  });
  return html`<section id="clauses" aria-labelledby="clauses-title">
<h2 id="clauses-title">Clauses <span class="quiet">${byClause.size} that the cases demand</span></h2>
<details class="group"><summary>All clauses with their cases</summary>
<table><thead><tr><th scope="col">Clause</th><th scope="col">Sentence</th><th scope="col">Cases</th></tr></thead><tbody>${rows}</tbody></table></details>
</section>
`;
}
