// Draws the calls around a violation as a timeline: one lane for each client, time from left to right, the violation
// marked.
import { html, type Markup } from "../../report/html/markup.ts";
import type { Violation } from "../checker/violation.ts";
import type { Call, FaultNote } from "../history/call.ts";
import { describeCall, seconds } from "../history/describe-call.ts";

const LABEL = 62;
const WIDTH = 1_000;
const ROW = 18;
const BAR = 10;
const AXIS = 20;
/** Height of the row with the names of faults, in pixels. */
const FOOT = 16;
const MOST_LANES = 24;
/** Minimum width of a call, in pixels. */
const LEAST = 2;
/** Margin before the first relevant call and after the last, as a share of the time shown. */
const MARGIN = 0.04;
/** Maximum time shown before the violation, in microseconds; with more, calls would be too narrow. */
const LONGEST = 2_000_000;

/** If the whole timeline is this many times longer than the time around the violating call, that is drawn separately. */
const FAR = 8;
/** Time shown on each side of the violating call, as a multiple of its duration, which counts as at least SHORTEST microseconds. */
const BESIDE = 2;
const SHORTEST = 1_000;
/** Minimum width of a fault that gets a label, in pixels. */
const NAMED = 40;

type Window = { readonly from: number; readonly to: number };

/** The timeline of a violation, with a second, enlarged one if the violating call would be too small; empty without calls. */
export function lanes(violation: Violation, notes: readonly FaultNote[]): Markup {
  const { call, own, around, time } = violation;
  const all = [...new Set([...around, ...own, ...(call === null ? [] : [call])])];
  if (all.length === 0) return html``;
  const whole = windowOf(call, own, all, time);
  const near = call === null ? whole : windowBeside(call);
  if (whole.to - whole.from < FAR * (near.to - near.from)) return timeline(violation, all, whole, notes);
  return html`<p class="quiet caption">The moment:</p>
${timeline(violation, all, near, notes)}
<p class="quiet caption">What was before:</p>
${timeline(violation, all, whole, notes)}`;
}

function timeline(
  { call, own, time }: Violation,
  all: readonly Call[],
  { from, to }: Window,
  notes: readonly FaultNote[],
): Markup {
  const shown = all.filter((each) => each.end >= from && each.start <= to);
  const involved = [...(call === null ? [] : [call]), ...own].filter((each) => shown.includes(each));
  const clients = clientsOf(involved, shown);
  const x = (at: number) => LABEL + (Math.min(Math.max(at, from), to) - from) * ((WIDTH - LABEL) / (to - from));
  const height = AXIS + clients.length * ROW + FOOT;
  return html`<div class="lanes" tabindex="0" role="group" aria-label="Timeline of ${clients.length} clients from ${seconds(from)} to ${seconds(to)} s">
<svg width="100%" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Calls of each client">
${struck(notes, from, to, x, height)}
${clients.map((client, row) => html`<text x="4" y="${AXIS + row * ROW + 12}">c${client}</text><line class="row" x1="${LABEL}" x2="${WIDTH}" y1="${AXIS + row * ROW + 14}" y2="${AXIS + row * ROW + 14}"/>`)}
${shown.filter(({ client }) => clients.includes(client)).map((each) => bar(each, x, AXIS + clients.indexOf(each.client) * ROW + 3, classOf(each, call, own)))}
<line class="moment" x1="${round(x(time))}" x2="${round(x(time))}" y1="0" y2="${height}"/>
<text x="${LABEL}" y="12">${seconds(from)} s</text><text x="${WIDTH - 4}" y="12" text-anchor="end">${seconds(to)} s</text>
</svg></div>
`;
}

/** The legend of the colours. */
export function laneKey(): Markup {
  const entry = (name: string, word: string) =>
    html`<li><svg width="14" height="10" aria-hidden="true"><rect class="${name}" width="14" height="10"/></svg> ${word}</li>`;
  return html`<ul class="key">
${entry("call shows", "the call that shows it")}${entry("call own", "on the same unit")}${entry("call work", "work handed out")}${entry("call", "others")}${entry("call lost", "without an answer")}${entry("struck", "a fault")}
</ul>
`;
}

/** The clients shown: first those involved in the violation, then others, up to MOST_LANES. */
function clientsOf(involved: readonly Call[], shown: readonly Call[]): number[] {
  const byNumber = (calls: readonly Call[]) => [...new Set(calls.map(({ client }) => client))].sort((a, b) => a - b);
  return [...new Set([...byNumber(involved), ...byNumber(shown)])].slice(0, MOST_LANES);
}

function windowBeside({ start, end }: Call): Window {
  const beside = BESIDE * Math.max(SHORTEST, end - start);
  return { from: Math.max(0, start - beside), to: end + beside };
}

function windowOf(call: Call | null, own: readonly Call[], all: readonly Call[], time: number): Window {
  const first = Math.min(time, call?.start ?? time, ...own.map(({ start }) => start));
  const from = Math.max(first, time - LONGEST);
  const to = Math.min(Math.max(time, ...all.map(({ end }) => end)), time + (time - from) * 0.3 + 5_000);
  const margin = Math.max(500, (to - from) * MARGIN);
  return { from: Math.max(0, from - margin), to: to + margin };
}

function classOf(each: Call, call: Call | null, own: readonly Call[]): string {
  if (each === call) return "call shows";
  const mine = own.includes(each) ? " own" : "";
  if (each.answer.is === "none") return `call lost${mine}`;
  return each.answer.is === "work" && each.answer.keys.length > 0 ? `call work${mine}` : `call${mine}`;
}

function bar(call: Call, x: (at: number) => number, y: number, name: string): Markup {
  const left = x(call.start);
  const width = Math.max(LEAST, x(call.end) - left);
  return html`<rect class="${name}" x="${round(left)}" y="${y}" width="${round(width)}" height="${BAR}" rx="2"><title>${describeCall(call)}</title></rect>`;
}

function struck(
  notes: readonly FaultNote[],
  from: number,
  to: number,
  x: (at: number) => number,
  height: number,
): Markup {
  const shown = notes.filter((note) => note.end >= from && note.start <= to);
  return html`${shown.map((note) => {
    const left = x(note.start);
    const width = Math.max(LEAST, x(note.end) - left);
    return html`<rect class="struck" x="${round(left)}" y="0" width="${round(width)}" height="${height}"><title>${note.fault}</title></rect>${width >= NAMED && html`<text x="${round(left + 3)}" y="${height - 4}">${note.fault}</text>`}`;
  })}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
