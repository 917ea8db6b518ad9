// Throughput against queue length as one SVG file: logarithmic axes, a line for each target, the bare echo as the limit.
import type { WorkloadReport } from "./report.ts";
import { number } from "./text.ts";

type Line = { name: string; isTarget: boolean; points: { queue: number; rate: number }[] };

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 80;
const RIGHT = 560;
const TOP = 50;
const BOTTOM = 360;

/** Colours that people with any colour vision tell apart (Okabe and Ito), against white. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];

/** @returns null when no workload was measured at several queue lengths */
export function plot(reports: readonly WorkloadReport[]): string | null {
  const measured = reports.filter(({ queue }) => queue !== null);
  const lines = linesOf(measured);
  const queues = measured.map(({ queue }) => queue ?? 1);
  if (queues.length < 2) return null;
  const rates = lines.flatMap(({ points }) => points.map(({ rate }) => rate));
  const x = scale(Math.min(...queues), Math.max(...queues), LEFT, RIGHT);
  const low = 10 ** Math.floor(Math.log10(Math.min(...rates)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...rates)));
  const y = scale(low, high, BOTTOM, TOP);
  const decades = Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, index) => low * 10 ** index);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">
<title>get_work and finish: calls a second against queue length</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>
<text x="${LEFT}" y="28" font-size="15">get_work and finish: calls a second against units queued</text>
<g stroke="#ddd">${decades.map((rate) => `<path d="M${LEFT} ${y(rate)}H${RIGHT}"/>`).join("")}</g>
<g text-anchor="end">${decades.map((rate) => `<text x="${LEFT - 8}" y="${y(rate) + 4}">${number(rate)}</text>`).join("")}</g>
<g text-anchor="middle">${queues.map((queue) => `<text x="${x(queue)}" y="${BOTTOM + 22}">${number(queue)}</text>`).join("")}</g>
${lines.map((line, index) => drawn(line, COLOURS[index % COLOURS.length] ?? "black", x, y, TOP + 6 + index * 22)).join("\n")}
</svg>
`;
}

function linesOf(reports: readonly WorkloadReport[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { queue, results } of reports) {
    for (const { target, isTarget, median } of results) {
      const line = lines.get(target) ?? { name: target, isTarget, points: [] };
      line.points.push({ queue: queue ?? 1, rate: median });
      lines.set(target, line);
    }
  }
  return [...lines.values()];
}

function drawn(
  line: Line,
  colour: string,
  x: (v: number) => number,
  y: (v: number) => number,
  legendAt: number,
): string {
  const dash = line.isTarget ? "" : ' stroke-dasharray="6 4"';
  const path = line.points.map(({ queue, rate }, index) => `${index === 0 ? "M" : "L"}${x(queue)} ${y(rate)}`).join("");
  const dots = line.points
    .map(({ queue, rate }) => {
      const tip = `${escaped(line.name)}, ${number(queue)} queued: ${number(rate)} calls/s`;
      return `<circle cx="${x(queue)}" cy="${y(rate)}" r="4" fill="${colour}"><title>${tip}</title></circle>`;
    })
    .join("");
  return [
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>${dots}`,
    `<path d="M${RIGHT + 20} ${legendAt}h24" stroke="${colour}" stroke-width="2"${dash}/>`,
    `<text x="${RIGHT + 52}" y="${legendAt + 4}">${escaped(line.name)}</text>`,
  ].join("\n");
}

/** A logarithmic scale from [low, high] to [from, to], to a tenth of a pixel. */
function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  const span = Math.log(high / low);
  return (value) => Math.round(10 * (from + (span === 0 ? 0 : (to - from) * (Math.log(value / low) / span)))) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
