// One step of a case: the requests, the replies that are demanded, and, where another came, both side by side.
import { Buffer } from "node:buffer";
import { describeReply } from "../../golden/describe.ts";
import type { ExchangeStep, GoldenReply, Step } from "../../golden/format.ts";
import type { Finding } from "../../result.ts";
import { contrast } from "./contrast.ts";
import { hexDump } from "./hex.ts";
import { holeRanges, notationOf, type Range } from "./holes.ts";
import { html, type Markup } from "./markup.ts";

/** Characters of a line of notation, replies and differences of a step that are shown at most. */
const MAX_NOTATION = 4000;
const WORDS_BEFORE = 40;
const MAX_REPLIES = 5;
const MAX_FINDINGS = 20;

/** @param findings those of this step */
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

/** Steps that a case without its golden at hand is known by: those with findings. */
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
${more > 0 && html`<p class="quiet">${more} more ${more === 1 ? "reply" : "replies"}</p>`}`;
}

function shortNotation(reply: GoldenReply): Markup {
  return reply.says.length > MAX_NOTATION ? html`${cut(reply.says)}` : notationOf(reply);
}

function differences(step: ExchangeStep, findings: readonly Finding[]): Markup {
  const numbers = [...new Set(findings.map(({ reply }) => reply))].slice(0, MAX_REPLIES);
  return html`${table(findings)}${numbers.map((number) => {
    const reply = step.replies[number - 1];
    const finding = findings.find((each) => each.reply === number);
    if (reply === undefined || finding === undefined || finding.replied === "") return undefined;
    return sideBySide(reply, Buffer.from(finding.replied, "hex"));
  })}`;
}

function table(findings: readonly Finding[]): Markup {
  const more = findings.length - MAX_FINDINGS;
  const rows = findings.slice(0, MAX_FINDINGS).map(
    ({ path, kind, expected, got, offset }) => html`<tr>
<td data-label="Where"><code>${path}</code>${offset !== undefined && html` <span class="quiet">byte ${offset}</span>`}</td>
<td data-label="Difference">${kind}</td>
<td data-label="Expected"><code>${cut(expected)}</code></td>
<td data-label="Got"><code>${cut(got)}</code></td>
</tr>
`,
  );
  return html`<table class="differences"><thead><tr><th scope="col">Where</th><th scope="col">Difference</th><th scope="col">Expected</th><th scope="col">Got</th></tr></thead>
<tbody>${rows}</tbody></table>
${more > 0 && html`<p class="quiet">${more} more differences in this step</p>`}`;
}

function sideBySide(reply: GoldenReply, got: Uint8Array): Markup {
  const expectedWords = words(reply.says);
  const gotWords = words(describeReply(got));
  const [inExpected, inGot] = contrast(expectedWords, gotWords);
  const [bytesExpected, bytesGot] = contrast([...reply.bytes], [...got]);
  const holes = holeRanges(reply.bytes, reply.holes);
  return html`<div class="sides">
<div><h4>Expected</h4>
<pre class="notation"><code>${highlighted(expectedWords, inExpected)}</code></pre>
${hexDump(reply.bytes, bytesExpected, holes)}</div>
<div><h4>Got</h4>
<pre class="notation"><code>${highlighted(gotWords, inGot)}</code></pre>
${hexDump(got, bytesGot, [])}</div>
</div>
`;
}

/** Notation in the pieces that it is compared by. */
function words(notation: string): string[] {
  return notation.split(/(?<=[[\]{}(),:\s])|(?=[[\]{}(),:\s])/);
}

/** The words with some of them marked, the first few thousand characters from before the first marked one on. */
function highlighted(words: readonly string[], ranges: readonly Range[]): Markup {
  const first = Math.max(0, (ranges[0]?.start ?? 0) - WORDS_BEFORE);
  const from = words.join("").length > MAX_NOTATION ? first : 0;
  const shown: Markup[] = [];
  let length = 0;
  let at = from;
  while (at < words.length && length < MAX_NOTATION) {
    const range = ranges.find(({ end }) => at < end) ?? { start: words.length, end: words.length };
    const isMarked = at >= range.start;
    const stretch = cut(words.slice(at, isMarked ? range.end : range.start).join(""));
    shown.push(isMarked ? html`<mark class="differs">${stretch}</mark>` : html`${stretch}`);
    length += stretch.length;
    at = isMarked ? range.end : range.start;
  }
  return html`${from > 0 && "… "}${shown}${at < words.length && " …"}`;
}

function cut(text: string): string {
  return text.length > MAX_NOTATION
    ? `${text.slice(0, MAX_NOTATION)}… ${text.length - MAX_NOTATION} characters more`
    : text;
}
