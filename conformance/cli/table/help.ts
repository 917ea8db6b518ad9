// Formats --help from the option table of a command.
import { type AnyRow, isRest, isValued, isWords, type Table } from "./table.ts";

const WIDTH = 118;

export function helpText(table: Table): string {
  const { name, usage, about, groups, notes, exits, examples } = table;
  const program = `coordinate-conformance ${name}`;
  const sections = [
    usage.map((line, i) => `${i === 0 ? "Usage:" : "      "} ${program} ${line}`.trimEnd()).join("\n"),
    ...about.map((paragraph) => wrap(paragraph, 0)),
    ...Object.entries(groups).map(([heading, rows]) => groupText(heading, Object.entries(rows))),
    wrap("--help prints this, --version the version.", 0),
    ...(notes === undefined ? [] : [notes.trimEnd()]),
    wrap(`Exit code: ${exitsText(exits)}.`, 0),
    `Examples:\n${examples.map((line) => `  ${exampleText(line)}`).join("\n")}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

/** An example that begins with another program names this one itself. */
function exampleText(line: string): string {
  return line.includes("coordinate-conformance ") ? line : `coordinate-conformance ${line}`;
}

function exitsText(exits: Table["exits"]): string {
  const told = { 2: "wrong usage", ...exits };
  return Object.entries(told)
    .map(([code, meaning]) => `${code} ${meaning}`)
    .join("; ");
}

function groupText(heading: string, rows: readonly (readonly [string, AnyRow])[]): string {
  const lines = rows.flatMap(([name, row]) => [
    entry(`  ${formOf(name, row)}`, aboutOf(row), 27),
    ...(row.choices ?? []).map(([choice, about]) => entry(`    ${choice}`, about, 16)),
  ]);
  return `${heading}:\n${lines.join("\n")}`;
}

function formOf(name: string, row: AnyRow): string {
  if (isRest(row)) return `-- ${row.rest}...`;
  if (isWords(row)) return row.words;
  const short = row.short === undefined ? "" : `-${row.short}, `;
  return `${short}--${name}${isValued(row) ? ` ${row.value}` : ""}`;
}

function aboutOf(row: AnyRow): string {
  const parts = [row.about, ...(row.more === undefined ? [] : [row.more])];
  if (isValued(row) && row.multiple === true) parts.push("may be repeated");
  const told = isValued(row) && row.default !== undefined ? ` (default ${row.default})` : "";
  return `${parts.join("; ")}${told}`;
}

/** An option's form and its description, which starts at `column`. */
function entry(form: string, about: string, column: number): string {
  const head = form.length + 2 <= column ? form.padEnd(column) : `${form}  `;
  return head + wrap(about, column, head.length);
}

/** Breaks a text into lines; all but the first are indented by `column`, and the first begins at `start`. */
function wrap(text: string, column: number, start = column): string {
  const lines = [""];
  let at = start;
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && at + 1 + word.length > WIDTH) {
      lines.push(word);
      at = column + word.length;
    } else {
      lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
      at += word.length + (line === "" ? 0 : 1);
    }
  }
  return lines.join(`\n${" ".repeat(column)}`);
}
