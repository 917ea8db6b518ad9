// The options of `matrix`, from which parsing, --help and completion are made.
import { file } from "../table/kinds.ts";
import { table } from "../table/table.ts";

export const matrixTable = table({
  name: "matrix",
  summary: "compare several saved results in one table",
  usage: ["[options] [NAME=]FILE..."],
  about: [
    "Makes one table of the results of several daemons: tiers, features, clauses and cases by implementation, each difference with its point and its shortest case. A result is the file that 'run --report json=FILE' writes, compressed with gzip or not.",
  ],
  groups: {
    Options: {
      results: { words: "[NAME=]FILE", is: file, about: "a saved result, and optionally the name of its column" },
      html: { value: "FILE", is: file, about: "write a self-contained HTML page" },
      markdown: {
        value: "FILE",
        is: file,
        about: "write Markdown (the default, to stdout, if neither option is given)",
      },
    },
  },
  exits: { 0: "written", 2: "wrong usage, or a file that is not a result" },
  examples: [
    "run --report json=mine.json -- ./my-daemon --port {port}",
    "matrix reference.json 'my daemon=mine.json' --html matrix.html",
  ],
});
