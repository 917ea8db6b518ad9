// One case of the HTML report: a line with the outcome that expands to all steps.
import { counted } from "../../counted.ts";
import type { Golden } from "../../golden/format.ts";
import { excerpt, SHORT } from "../../judge/excerpt.ts";
import { demandOf } from "../../protocol/demand.ts";
import { allPoints } from "../../protocol/protocol.ts";
import type { Outcome, Result } from "../../run/result.ts";
import { shownValues } from "../differs-at.ts";
import { html, type Markup } from "./markup.ts";
import { renderFindings, renderStep } from "./step.ts";

/** Outcomes in words; the marks distinguish them without colour. */
export const OUTCOME_WORDS: Record<Outcome, { readonly word: string; readonly mark: string }> = {
  passed: { word: "passed", mark: "✓" },
  diverged: { word: "diverged", mark: "✗" },
  "not-run": { word: "not run", mark: "–" },
  unmeasured: { word: "not measured", mark: "?" },
};

/** The area of a result: the folder of a golden, or the module of a Python test. */
export function areaOf({ suite, case: id }: Result): string {
  const area = id.slice(0, Math.max(0, id.search(/\/|::/)));
  return suite === "golden" ? area || "other" : [suite, area].filter((part) => part !== "").join(" ");
}

export function areaAnchor(area: string): string {
  return `area:${area}`;
}

/** Id of the element that lists the cases of a clause. */
export function clauseAnchor(id: string): string {
  return `clause:${id}`;
}

export function caseAnchor({ suite, case: id }: Result): string {
  return `${suite}:${id}`;
}

/** @param golden the case's golden, if available; without it only the differing steps are shown */
export function renderCase(result: Result, golden: Golden | undefined, isOpen: boolean): Markup {
  const { outcome, title, reason, detail, milliseconds, expected, stale, differences } = result;
  const { word, mark } = OUTCOME_WORDS[outcome];
  const name = result.case;
  const points = result.listed.map(({ point }) => point);
  const search = [name, title, reason ?? "", ...result.requires, ...points].join(" ").toLowerCase();
  return html`<details class="case" id="${caseAnchor(result)}" data-outcome="${outcome}"${expected > 0 && html` data-known`} data-search="${search}"${isOpen && html` open`}>
<summary><span class="outcome ${outcome}"><span aria-hidden="true">${mark}</span> ${word}</span> <span class="what"><span class="name">${name}</span> <span class="title">${title}</span>${expected > 0 && html` <span class="known">${expected} known</span>`}</span> <span class="quiet time">${duration(milliseconds)}</span></summary>
<div class="body">
${reason !== undefined && html`<p class="reason ${outcome}">${reason}</p>`}
${result.listed.map(knownDivergence)}
${stale.map((entry) => html`<p class="bad">a listed divergence no longer shows: ${entry}</p>`)}
${detail !== undefined && html`<pre class="detail">${detail}</pre>`}
${golden !== undefined && provenance(golden)}
<ol class="steps">${
    golden === undefined
      ? renderFindings(differences)
      : golden.steps.map((step) =>
          renderStep(
            step,
            differences.filter((each) => each.step === step.number),
          ),
        )
  }</ol>
</div>
</details>
`;
}

/** Listed divergences of a case with one reason: their number and the first of them. */
function knownDivergence({ point, reason, count, first }: Result["listed"][number]): Markup {
  const { step, path, call } = first;
  const [expected, got] = shownValues(first, SHORT);
  return html`<div class="listed"><p>${point !== "" && html`<b>${point}</b> `}${reason} <span class="quiet">${counted(count, "difference")}, as listed</span></p>
<pre><code>step ${step}  ${excerpt(call[0] ?? "", SHORT)}
${excerpt(path, SHORT)}: expected ${expected}, got <span class="known-got">${got}</span></code></pre></div>
`;
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function provenance({ requires, recorded }: Golden): Markup {
  const { daemon, client, at } = recorded;
  const { clauses } = demandOf(requires);
  const points = requires.filter((id) => allPoints().has(id)).join(", ");
  return html`<ul class="clauses">${clauses.map(({ id, tier, sentence }) => html`<li><a href="#${clauseAnchor(id)}"><b>${id}</b></a> <span class="quiet">${tier}</span> ${sentence}</li>`)}</ul>
<p class="quiet">${points !== "" && html`points ${points} · `}recorded ${at} from ${daemon}, client ${client}</p>`;
}
