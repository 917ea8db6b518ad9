// Formats the report as text: one table per workload, with columns as wide as their content.
import { elementAt } from "../element-at.ts";
import type { Result, WorkloadReport } from "./report.ts";

export function workloadText(report: WorkloadReport): string {
  const [first] = report.results;
  const columns: Column[] = [
    { title: report.unit, cell: (result) => number(result.median) },
    { title: "least to most", cell: ({ min, max }) => `${number(min)} to ${number(max)}` },
  ];
  if (first?.latency != null) {
    columns.push(
      { title: "p50 ms", cell: ({ latency }) => milliseconds(latency?.p50) },
      { title: "p99 ms", cell: ({ latency }) => milliseconds(latency?.p99) },
      { title: "max ms", cell: ({ latency }) => milliseconds(latency?.max) },
    );
  }
  if (first?.busy != null) {
    columns.push(
      { title: "busy", cell: ({ busy }) => percent(busy?.daemon) },
      { title: "load", cell: ({ busy }) => percent(busy?.generator) },
    );
  }
  return `${report.name}: ${report.title}\n${table(report.results, columns)}${comparison(report)}\n`;
}

/** The lines that explain the columns and whether more or less is better. */
export const LEGEND = `Each figure is the median of its turns; a ratio is taken turn by turn: the median, then the least and the largest.
"busy" is the share of one CPU that the daemon used, "load" the load generator: where "load" nears 100 % and "busy" does
not, the load generator is what was measured. More is better; of ms, bytes/unit and what is added, less.
`;

type Column = { title: string; cell: (result: Result) => string };

function table(results: readonly Result[], columns: readonly Column[]): string {
  const rows = [
    ["", ...columns.map(({ title }) => title)],
    ...results.map((result) => [result.daemon, ...columns.map(({ cell }) => cell(result))]),
  ];
  const widths = ["", ...columns].map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) =>
        column === 0 ? cell.padEnd(elementAt(widths, 0)) : cell.padStart(elementAt(widths, column)),
      );
      return `  ${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}

/** The ratios of the first daemon to each other daemon, and to itself in the group's first workload. */
function comparison({ results: [first] }: WorkloadReport): string {
  if (first === undefined) return "";
  const all = first.against === null ? first.ratios : [...first.ratios, first.against];
  const each = all.map(({ of, median, min, max }) => {
    const range = min === max ? "" : ` (${number(min)} to ${number(max)})`;
    return `${number(median)}${range} of ${of}`;
  });
  return each.length === 0 ? "" : `  ${first.daemon} is ${each.join(", ")}\n`;
}

/** Three significant digits; from 100 on, all integer digits. */
export function number(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? "" : value.toFixed(value < 10 ? 3 : 1);
}

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? "" : `${Math.round(share * 100)} %`;
}
