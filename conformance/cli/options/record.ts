// What `record` takes.
import { cases, file, text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const recordTable = table({
  name: "record",
  summary: "make the goldens anew from the real Python client",
  usage: ["[options] [-- COMMAND...]"],
  about: [
    "Runs the upstream Python tests and the scenarios twice through a recording proxy, turns what varied into masks, plays the raw requests, plays every golden back, and writes the files that really changed. Nothing is written when a test fails, when nothing explains what varied, or when a golden differs as it is played back.",
    "What a daemon answers to the requests of the goldens is kept by 'run --save-replies FILE', not by this command.",
  ],
  groups: {
    "What to record": {
      only: {
        value: "CASE",
        is: cases,
        multiple: true,
        about: "only these ids or globs",
        more: "other goldens are left alone, and none is removed",
      },
      check: { about: "write nothing; exit 1 when a recording would change something" },
      output: { value: "DIR", is: file, about: "another folder than the package's goldens" },
    },
    "From what": {
      command: { ...shared.command, about: "another daemon than the reference", more: "needs --output and --daemon" },
      daemon: { value: "NAME", is: text, about: "that daemon with its version, for the goldens' provenance" },
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
      python: shared.python,
      cache: shared.cache,
    },
  },
  wordsHint: "cases are chosen with --only",
  exits: {
    0: "all is as it was, or was written",
    1: "with --check, something would change",
    3: "it could not be recorded",
  },
  examples: ["record", "record --check", "record --only 'wire/*'"],
});
