// The matrix as Markdown: tiers and features, and the clauses that at least one implementation breaks.
import { type Cell, type ClauseRow, clausesOf, type Matrix, matrixOf, type Row } from "./matrix.ts";
import type { Saved } from "./saved.ts";
import { countsOf, factsOf, sessionText } from "./words.ts";

/** @param intro Markdown paragraphs below the title, ending with an empty line */
export function matrixPage(columns: readonly Saved[], title: string, intro: string): string {
  const matrix = matrixOf(columns);
  const clauses = clausesOf(matrix);
  const broken = clauses.filter(({ cells }) => cells.some(({ different }) => different > 0));
  return `# ${title}

${intro}${columns.map((column) => `- **${text(column.name)}**: ${text(factsOf(column))}${again(column)}\n`).join("")}
## By tier, feature and area

${table(matrix, [...matrix.tiers, ...matrix.features, ...matrix.areas], (name) => name)}
## Clauses that somebody breaks

${clauses.length - broken.length} of ${clauses.length} clauses are kept by all. Of the others: cases kept of cases measured, and the points that say why.

${table(matrix, broken, (name) => `[${name}](#${name.toLowerCase()})`)}
## The shortest session of each

${broken.map((row) => section(matrix, row)).join("\n")}`;
}

function again({ command }: Saved): string {
  return command === undefined ? "" : `; again with \`${command}\``;
}

function table({ columns }: Matrix, rows: readonly Row[], nameOf: (name: string) => string): string {
  const head = `| | ${columns.map(({ name }) => text(name)).join(" | ")} |\n| --- |${" --- |".repeat(columns.length)}\n`;
  return `${head}${rows.map(({ name, cells }) => `| ${nameOf(name)} | ${cells.map(cellText).join(" | ")} |\n`).join("")}`;
}

function cellText(cell: Cell): string {
  if (cell.different === 0) return countsOf(cell);
  return `**${countsOf(cell)}** ${cell.points.slice(0, MOST_POINTS).join(" ")}${cell.points.length > MOST_POINTS ? " ..." : ""}`.trim();
}

const MOST_POINTS = 3;

/** The shortest sessions of one clause; one that several implementations share is shown once. */
function section({ columns }: Matrix, { name, cells }: ClauseRow): string {
  const names = new Map<string, string[]>();
  for (const [i, { shortest }] of cells.entries()) {
    if (shortest === undefined) continue;
    const line = `${shortest.point === "" ? "" : ` ${shortest.point}`}: ${code(sessionText(shortest))}`;
    names.set(line, [...(names.get(line) ?? []), text(columns[i]?.name ?? "")]);
  }
  return `### ${name}\n\n${[...names].map(([line, who]) => `- ${who.join("; ")}${line}\n`).join("")}`;
}

const text = (given: string) => given.replaceAll(/[\\`*_|<>[\]]/g, (sign) => `\\${sign}`).replaceAll("\n", " ");

/** A Markdown code span, delimited by more backticks than the text contains in a row. */
function code(given: string): string {
  const longest = Math.max(0, ...[...given.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${given}${fence}` : `${fence} ${given} ${fence}`;
}
