// One step of a case: the requests, the expected replies, and, if they differ, the received ones beside them.

import { Buffer } from "node:buffer";
import { counted } from "../../counted.ts";
import type { ExchangeStep, GoldenReply, Step } from "../../golden/format.ts";
import { excerpt, SHORT } from "../../judge/excerpt.ts";
import type { Finding } from "../../run/result.ts";
import { shownValues } from "../differs-at.ts";
import { cut, MAX_NOTATION } from "./cut.ts";
import { html, type Markup } from "./markup.ts";
import { demandedNotation, withMasks } from "./masks.ts";
import { sideBySide } from "./sides.ts";

/** Maximum number of replies and of differences shown of a step. */
const MAX_REPLIES = 5;
const MAX_FINDINGS = 20;

/** @param findings the differences of this step */
export function renderStep(step: Step, findings: readonly Finding[]): Markup {
  if (step.kind === "wait")
    return html`<li class="step" value="${step.number}"><p class="wait">wait ${step.seconds} s</p></li>`;
  const notes = [
    step.conn === 1 ? undefined : `connection ${step.conn}`,
    step.times === undefined ? undefined : `${step.times} times, ids counting up`,
    step.sends.length > 1 && step.times === undefined ? `sent in ${step.sends.length} segments` : undefined,
    step.hangup ? "then the client closes its side" : undefined,
  ].filter((note) => note !== undefined);
  const kind = findings.length > 0 ? "step wrong" : "step";
  return html`<li class="${kind}" value="${step.number}">
${notes.length > 0 && html`<p class="quiet">${notes.join("; ")}</p>`}
${step.call.map((call) => html`<pre class="call"><code>${cut(call)}</code></pre>`)}
${replies(step)}
${step.closes && html`<p class="reply">the server closes the connection</p>`}
${findings.length > 0 && differences(step, findings)}
</li>
`;
}

/** The steps of a case whose golden is not available: only those with findings. */
export function renderFindings(findings: readonly Finding[]): Markup {
  const steps = [...new Set(findings.map(({ step }) => step))];
  return html`${steps.map((number) => {
    const own = findings.filter(({ step }) => step === number);
    const calls = (own[0]?.call ?? []).map((call) => html`<pre class="call"><code>${cut(call)}</code></pre>`);
    return html`<li class="step wrong" value="${number}">${calls}${table(own)}</li>`;
  })}`;
}

function replies({ replies, times }: ExchangeStep): Markup {
  const shown = replies.slice(0, times === undefined ? MAX_REPLIES : 1);
  const more = replies.length - shown.length;
  return html`${shown.map((reply) => html`<pre class="reply"><code>${shortNotation(reply)}</code></pre>`)}
${more > 0 && html`<p class="quiet">${counted(more, "more reply", "more replies")}</p>`}`;
}

function shortNotation(reply: GoldenReply): Markup {
  if (reply.says.length > MAX_NOTATION) return html`${cut(reply.says)}`;
  const notation = demandedNotation(reply);
  return html`${withMasks(notation.text, notation)}`;
}

function differences(step: ExchangeStep, findings: readonly Finding[]): Markup {
  const numbers = [...new Set(findings.map(({ reply }) => reply))].slice(0, MAX_REPLIES);
  return html`${table(findings)}${numbers.map((number) => {
    const reply = step.replies[number - 1];
    const own = findings.filter((each) => each.reply === number);
    const replied = own[0]?.replied ?? "";
    if (reply === undefined || replied === "") return undefined;
    const wrong = new Set(own.map(({ path }) => path));
    return sideBySide(reply, Buffer.from(replied, "hex"), wrong);
  })}`;
}

function table(findings: readonly Finding[]): Markup {
  const more = findings.length - MAX_FINDINGS;
  const rows = findings.slice(0, MAX_FINDINGS).map((finding) => {
    const { path, kind, offset } = finding;
    const [expected, got] = shownValues(finding, SHORT);
    return html`<tr>
<td data-label="Where"><code>${excerpt(path, SHORT)}</code>${offset !== undefined && html` <span class="quiet">byte ${offset}</span>`}</td>
<td data-label="Difference">${kind}</td>
<td data-label="Expected"><code>${expected}</code></td>
<td data-label="Got"><code>${got}</code></td>
</tr>
`;
  });
  return html`<table class="differences"><thead><tr><th scope="col">Where</th><th scope="col">Difference</th><th scope="col">Expected</th><th scope="col">Got</th></tr></thead>
<tbody>${rows}</tbody></table>
${more > 0 && html`<p class="quiet">${more} more differences in this step</p>`}`;
}
