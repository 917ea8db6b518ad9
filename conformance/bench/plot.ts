// Plots throughput against queue length as an SVG file: logarithmic axes, a line for each daemon, the echo server as
// upper bound. Follows the viewer's light or dark colour scheme.
import { elementAt } from "../element-at.ts";
import type { WorkloadReport } from "./report.ts";
import { number } from "./text.ts";

type Point = { queue: number; rate: number };
type Line = { name: string; isDaemon: boolean; points: Point[] };
type Scale = (value: number) => number;

const WIDTH = 760;
const HEIGHT = 440;
const LEFT = 90;
const RIGHT = 590;
const TOP = 60;
const BOTTOM = 370;

/** Distance in pixels between the first or last dot and the end of the axis. */
const MARGIN = 30;

/** Least vertical distance in pixels between the labels of two lines. */
const NAME_HEIGHT = 18;

/** Line colours for light and for dark backgrounds; distinguishable with colour vision deficiencies. */
const COLOURS = [
  ["#0072b2", "#58b0f0"],
  ["#c24f00", "#ff9145"],
  ["#007a55", "#3fcf9f"],
  ["#a8427f", "#e59cc6"],
  ["#7a5c00", "#e5c04d"],
] as const;
const QUIET = ["#566274", "#9aa7b8"] as const;

/** @returns the SVG file's text; null if no workload was measured at several queue lengths */
export function plot(reports: readonly WorkloadReport[]): string | null {
  const measured = reports.filter(({ queue }) => queue !== null);
  const queues = [...new Set(measured.map(({ queue }) => queue ?? 1))].sort((a, b) => a - b);
  if (queues.length < 2) return null;
  const lines = linesOf(measured);
  const rates = lines.flatMap(({ points }) => points.map(({ rate }) => rate));
  const ticks = ticksAround(Math.min(...rates), Math.max(...rates));
  const x = scale(queues[0] ?? 1, queues.at(-1) ?? 1, LEFT + MARGIN, RIGHT - MARGIN);
  const y = scale(ticks[0] ?? 1, ticks.at(-1) ?? 1, BOTTOM, TOP);
  const names = spread(lines.map(({ points }) => y(points.at(-1)?.rate ?? 1)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13">
<title>get_work and finish: calls a second against units queued</title>
<style>${style(lines)}</style>
<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>
<text x="${LEFT}" y="30" font-size="16" font-weight="600">get_work and finish: calls a second against units queued</text>
<g class="grid">${ticks.map((rate) => `<path d="M${LEFT} ${y(rate)}H${RIGHT}"/>`).join("")}</g>
<g text-anchor="end" class="quiet">${ticks.map((rate) => `<text x="${LEFT - 10}" y="${y(rate) + 4}">${number(rate)}</text>`).join("")}</g>
<g text-anchor="middle" class="quiet">${queues.map((queue) => `<text x="${x(queue)}" y="${BOTTOM + 22}">${number(queue)}</text>`).join("")}</g>
<text text-anchor="middle" class="quiet" x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 50}">units queued</text>
<text text-anchor="middle" class="quiet" transform="translate(18 ${(TOP + BOTTOM) / 2}) rotate(-90)">calls a second</text>
${lines.map((line, index) => drawn(line, index, x, y, elementAt(names, index))).join("\n")}
</svg>
`;
}

function linesOf(reports: readonly WorkloadReport[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { queue, results } of reports) {
    for (const { daemon, isDaemon, median } of results) {
      const line = lines.get(daemon) ?? { name: daemon, isDaemon, points: [] };
      line.points.push({ queue: queue ?? 1, rate: median });
      lines.set(daemon, line);
    }
  }
  for (const { points } of lines.values()) points.sort((a, b) => a.queue - b.queue);
  return [...lines.values()];
}

/** One daemon's line with a dot per queue length, labelled at its right end with the last value and the name. */
function drawn({ name, isDaemon, points }: Line, index: number, x: Scale, y: Scale, nameAt: number): string {
  const dash = isDaemon ? "" : ' stroke-dasharray="6 4"';
  const path = points.map(({ queue, rate }, at) => `${at === 0 ? "M" : "L"}${x(queue)} ${y(rate)}`).join("");
  const dots = points.map(({ queue, rate }) => {
    const tip = `${escaped(name)}, ${number(queue)} queued: ${number(rate)} calls/s`;
    return `<circle cx="${x(queue)}" cy="${y(rate)}" r="4"><title>${tip}</title></circle>`;
  });
  const last = elementAt(points, points.length - 1).rate;
  return [
    `<g class="line${index}"><path d="${path}" fill="none" stroke-width="2.5"${dash}/>`,
    `${dots.join("")}`,
    `<text x="${RIGHT + 12}" y="${nameAt + 4}"><tspan font-weight="600">${number(last)}</tspan> ${escaped(name)}</text></g>`,
  ].join("\n");
}

function style(lines: readonly Line[]): string {
  let used = 0;
  const colours = lines.map(({ isDaemon }) => (isDaemon ? COLOURS[used++ % COLOURS.length] : QUIET) ?? QUIET);
  const scheme = (dark: 0 | 1) => [
    `.ground{fill:${["#ffffff", "#14171c"][dark]}}`,
    `text{fill:${["#1b2430", "#e3e8ee"][dark]}}`,
    `.grid{stroke:${["#dfe4ea", "#2c343e"][dark]}}`,
    `.quiet text,text.quiet{fill:${QUIET[dark]}}`,
    ...colours.map(
      (colour, index) => `.line${index} *{fill:${colour[dark]}}.line${index} path{fill:none;stroke:${colour[dark]}}`,
    ),
  ];
  return `${scheme(0).join("")}@media (prefers-color-scheme:dark){${scheme(1).join("")}}`;
}

/** Axis ticks: 1, 2 or 5 times a power of ten, from one at or below `low` to one at least 15 % above `high`. */
function ticksAround(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const all = Array.from({ length: last - first + 1 }, (_, at) =>
    [1, 2, 5].map((digit) => digit * 10 ** (first + at)),
  ).flat();
  const from = all.findLastIndex((tick) => tick <= low);
  const to = all.findIndex((tick) => tick >= high * 1.15);
  const ticks = all.slice(Math.max(0, from), to < 0 ? undefined : to + 1);
  // For many decades, one tick per decade.
  return ticks.length <= 9 ? ticks : decades(first, last);
}

function decades(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => 10 ** (first + at));
}

/** Heights of labels that should be at these heights: moved down as far as needed to avoid overlaps. */
function spread(heights: readonly number[]): number[] {
  const placed = [...heights];
  const order = heights.map((_, at) => at).sort((a, b) => elementAt(heights, a) - elementAt(heights, b));
  let free = 0;
  for (const at of order) {
    placed[at] = Math.max(elementAt(heights, at), free);
    free = placed[at] + NAME_HEIGHT;
  }
  return placed;
}

/** A logarithmic scale that maps [low, high] to pixels in [from, to], rounded to tenths. */
function scale(low: number, high: number, from: number, to: number): Scale {
  const span = Math.log(high / low);
  return (value) => Math.round(10 * (from + (span === 0 ? 0 : (to - from) * (Math.log(value / low) / span)))) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
