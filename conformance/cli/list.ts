// `coordinate-conformance list`: prints the available cases.
import { EXIT } from "../command.ts";
import { readGolden, titleOf } from "../golden/load.ts";
import { shortenTo } from "../report/style.ts";
import { selectCases, traitsOf } from "../run/select.ts";
import { casesOf } from "./cases-of.ts";
import type { Action } from "./command.ts";
import type { listTable } from "./options/list.ts";

export const list: Action<typeof listTable> = ({ values }, { stdout }) => {
  const { files, read, suite } = casesOf(values, readGolden);
  const { run } = selectCases(files, values.cases, [], (file) => traitsOf(read(file)));
  if (values.json) {
    const cases = run.map(read).map(({ id, title, requires, recorded, steps }) => ({
      id,
      title,
      requires,
      recorded,
      steps: steps.length,
    }));
    stdout.write(`${JSON.stringify(cases, undefined, 2)}\n`);
  } else if (values.ids) {
    stdout.write(run.map(({ id }) => `${id}\n`).join(""));
  } else {
    const width = Math.max(...run.map(({ id }) => id.length));
    const columns = stdout.isTTY === true ? stdout.columns : undefined;
    const lines = run.map((file) => {
      const title = suite === undefined ? titleOf(file) : read(file).title;
      return shortenTo(`${file.id.padEnd(width)}  ${title}`, columns);
    });
    stdout.write(lines.map((line) => `${line}\n`).join(""));
  }
  return Promise.resolve(EXIT.ok);
};
