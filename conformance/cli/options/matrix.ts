// What `matrix` takes.
import { file } from "../table/kinds.ts";
import { table } from "../table/table.ts";

export const matrixTable = table({
  name: "matrix",
  summary: "several saved results as one page: which implementation keeps what",
  usage: ["[options] [NAME=]FILE..."],
  about: [
    "Puts the results of several daemons side by side: tiers, features, clauses and cases by implementation, each difference with its point and its shortest session. A result is the file that 'run --report json=FILE' writes, compressed with gzip or not.",
  ],
  groups: {
    Options: {
      results: { words: "[NAME=]FILE", is: file, about: "a saved result, and what its column is called" },
      html: { value: "FILE", is: file, about: "write the page, which stands alone" },
      markdown: { value: "FILE", is: file, about: "write it as Markdown (on stdout where no file is named)" },
    },
  },
  exits: { 0: "written", 2: "wrong usage, or a file that is no result" },
  examples: [
    "run --report json=mine.json -- ./my-daemon --port {port}",
    "matrix reference.json 'my daemon=mine.json' --html matrix.html",
  ],
});
