// The HTML report of a stress run, a self-contained page in the style of the other reports; it opens at the first
// violation.
import { readFileSync } from "node:fs";
import { pageHead } from "../../report/html/head.ts";
import { html, type Markup } from "../../report/html/markup.ts";
import type { Violation } from "../checker/violation.ts";
import type { Call } from "../history/call.ts";
import { describeAnswer, describeRequest, seconds } from "../history/describe-call.ts";
import { clauseOf, KINDS } from "../kinds.ts";
import type { StressResult } from "../live/result.ts";
import { laneKey, lanes } from "./lanes.ts";

/** How many violations the page shows with all details. */
const SHOWN = 20;
const CLASSES = { valid: "valid", invalid: "invalid", "not measured": "unmeasured" } as const;

/** The report as an HTML page. @throws Error if a style sheet is missing, i.e. the package is damaged */
export function htmlReport(result: StressResult): string {
  const style = ["../../../ci/pages/base.css", "page/stress.css"].map(part).join("");
  const { verdict, daemon, violations } = result;
  const page = html`${pageHead({ title: `${verdict}: stress of ${daemon}`, style })}
<body>
<header>
<div class="heading"><h1>Stress of <span class="name">${daemon}</span></h1> <p class="verdict ${CLASSES[verdict]}">${verdict}</p></div>
<p class="facts quiet">seed ${result.seed} · ${result.clients} clients · <time datetime="${result.startedAt}">${result.startedAt.slice(0, 16).replace("T", " ")} UTC</time> · ${result.seconds.toFixed(1)} s</p>
</header>
<main>
${result.reason !== null && html`<p class="bad">${result.reason}</p>`}
${totals(result)}
${violations.length > 0 && found(result)}
${result.faults.size > 0 && faultTable(result)}
${result.allowed.size > 0 && allowedTable(result)}
${result.verdict !== "valid" && result.again !== "" && html`<section><h2>Again</h2><p class="name">${result.again}</p></section>`}
</main>
</body>
</html>
`;
  return page.toString();
}

function totals({ counts, seconds: time, latency, kinds, memory }: StressResult): Markup {
  const violations = [...kinds.values()].reduce((sum, each) => sum + each, 0);
  const tiles: [string, string][] = [
    ["calls answered", number(counts.answered)],
    ["calls a second", number(counts.answered / Math.max(time, 0.001))],
    ["without an answer", number(counts.lost)],
    ["units handed out", number(counts.handedOut)],
    ["restarts", number(counts.restarts)],
    ["violations", number(violations)],
    ...(latency === null
      ? []
      : ([["99 % within", `${(latency.most / 1_000).toFixed(1)} ms`]] satisfies [string, string][])),
    ...(memory.length === 0
      ? []
      : ([["most memory", `${Math.max(...memory).toFixed(0)} MiB`]] satisfies [string, string][])),
  ];
  return html`<dl class="totals">${tiles.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
`;
}

function found({ violations, kinds, notes }: StressResult): Markup {
  const rest = [...kinds.values()].reduce((sum, each) => sum + each, 0) - Math.min(violations.length, SHOWN);
  return html`<section><h2>Violations</h2>
${laneKey()}
${violations.slice(0, SHOWN).map((violation, i) => violationPart(violation, i === 0, notes))}
${rest > 0 && html`<p class="quiet">and ${number(rest)} more: ${[...kinds].map(([kind, count]) => `${kind} ${number(count)}`).join(", ")}</p>`}
</section>
`;
}

function violationPart(violation: Violation, isOpen: boolean, notes: StressResult["notes"]): Markup {
  const { kind, what, own, subject, call, time } = violation;
  const clause = clauseOf(kind);
  const calls = call === null || own.includes(call) ? own : [...own, call];
  return html`<details${isOpen && html` open id="first"`}>
<summary><strong class="bad">${KINDS[kind].title}</strong> <span class="quiet">at ${seconds(time)} s</span> <span class="name">${subject}</span></summary>
<p>${what}</p>
${clause !== null && html`<p class="clause"><strong>${clause.id}</strong> ${sentence(clause.sentence)}</p>`}
${lanes(violation, notes)}
${calls.length > 0 && callTable(calls, call, subject)}
</details>
`;
}

/** Converts the text of a clause to HTML: names between backticks become code. */
function sentence(markdown: string): Markup {
  return html`${markdown.split("`").map((text, i) => (i % 2 === 0 ? text : html`<code>${text}</code>`))}`;
}

function callTable(calls: readonly Call[], shows: Call | null, subject: string): Markup {
  return html`<h3>The last calls on ${subject}</h3>
<table><thead><tr><th>from</th><th>to</th><th>client</th><th>call</th><th>answer</th></tr></thead><tbody>
${calls.map((each) => html`<tr><td data-label="from">${seconds(each.start)}</td><td data-label="to">${seconds(each.end)}</td><td data-label="client">c${each.client}</td><td data-label="call">${describeRequest(each.request)}</td><td data-label="answer"${each === shows && html` class="bad"`}>${describeAnswer(each.answer)}</td></tr>`)}
</tbody></table>
`;
}

function faultTable({ faults }: StressResult): Markup {
  return html`<section><h2>Faults</h2>
<table><thead><tr><th>fault</th><th>struck</th></tr></thead><tbody>
${[...faults].map(([name, count]) => html`<tr><td data-label="fault">${name}</td><td data-label="struck">${count}</td></tr>`)}
</tbody></table></section>
`;
}

function allowedTable({ allowed }: StressResult): Markup {
  return html`<section><h2>Known violations, which were allowed</h2>
<table><thead><tr><th>violation</th><th>found</th></tr></thead><tbody>
${[...allowed].map(([kind, count]) => html`<tr><td data-label="kind">${KINDS[kind].title}</td><td data-label="found">${number(count)}</td></tr>`)}
</tbody></table></section>
`;
}

function part(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

const number = (value: number) => Math.round(value).toLocaleString("en");
