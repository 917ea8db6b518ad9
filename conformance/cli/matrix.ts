// `coordinate-conformance matrix`: compares several saved results in one table.
import { writeFileSync } from "node:fs";
import { EXIT, UsageError } from "../command.ts";
import { matrixHtml } from "../report/matrix/html.ts";
import { matrixPage } from "../report/matrix/markdown.ts";
import { readSaved } from "../report/matrix/saved.ts";
import { prepareFile } from "../report/print.ts";
import type { Action } from "./command.ts";
import type { matrixTable } from "./options/matrix.ts";

export const matrix: Action<typeof matrixTable> = ({ values }, { stdout }) => {
  const { results, html, markdown } = values;
  if (results.length === 0) throw new UsageError("name the files that 'run --report json=FILE' wrote");
  const columns = results.map(readSaved);
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`two columns are called '${twice}': give one as NAME=FILE`);
  for (const file of [html, markdown]) if (file !== undefined) prepareFile(file);
  if (html !== undefined) writeFileSync(html, matrixHtml(columns));
  const page = () => matrixPage(columns, `${columns.length} implementations of Coordinate`, "");
  if (markdown !== undefined) writeFileSync(markdown, page());
  if (html === undefined && markdown === undefined) stdout.write(page());
  return Promise.resolve(EXIT.ok);
};
