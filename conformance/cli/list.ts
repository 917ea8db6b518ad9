// `coordinate-conformance list`: the cases there are.
import { type Command, EXIT } from "../command.ts";
import { findGoldens, readGolden } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { shortenTo } from "../report/style.ts";
import { selectCases } from "../run/select.ts";
import { parseOptions } from "./arguments.ts";

export const list: Command = {
  name: "list",
  summary: "the cases there are",
  help: `Usage: coordinate-conformance list [CASE...] [--transcripts DIR] [--json]

One line a case: its id and title. CASE is an id or a glob, @FILE a file of them. Prints ids alone with --ids, everything
but the bytes with --json.

Examples:
  coordinate-conformance list
  coordinate-conformance list 'wire/*' --ids > cases && coordinate-conformance run @cases --address localhost:5932
`,
  run(argv, { stdout }) {
    const { values, positionals } = parseOptions(argv, {
      transcripts: { type: "string" },
      json: { type: "boolean" },
      ids: { type: "boolean" },
    });
    const { run } = selectCases(findGoldens(values.transcripts ?? GOLDENS), positionals, []);
    if (values.json === true) {
      const cases = run.map(readGolden).map(({ id, title, requires, recorded, steps }) => ({
        id,
        title,
        requires,
        recorded,
        steps: steps.length,
      }));
      stdout.write(`${JSON.stringify(cases, undefined, 2)}\n`);
    } else if (values.ids === true) {
      stdout.write(run.map(({ id }) => `${id}\n`).join(""));
    } else {
      const width = Math.max(...run.map(({ id }) => id.length));
      const columns = stdout.isTTY === true ? stdout.columns : undefined;
      stdout.write(
        run
          .map(readGolden)
          .map(({ id, title }) => `${shortenTo(`${id.padEnd(width)}  ${title}`, columns)}\n`)
          .join(""),
      );
    }
    return Promise.resolve(EXIT.ok);
  },
};
