// The options of `coverage`, from which parsing, --help and completion are made.
import { file } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const coverageTable = table({
  name: "coverage",
  summary: "which parts of the protocol the goldens exercise",
  usage: ["[options]"],
  about: [
    "Counts methods, parameters, option keys, accepted forms, kinds of replies, error messages and points of the contract that at least one golden has, and lists those that no golden has, with the reason.",
  ],
  groups: {
    Options: {
      traffic: {
        value: "DIR|FILE",
        is: file,
        about:
          "compare with your own traffic: its calls that no golden has, the clauses it depends on, where known daemons differ",
        more: "goldens, calls as JSON lines, or tcpdump captures",
      },
      all: { about: "list every part with its goldens" },
      json: shared.json,
      goldens: shared.goldens,
    },
  },
  exits: {
    0: "everything is covered, or a reason is given",
    1: "a part, or a call of the traffic, is neither covered nor has a reason, or a reason is out of date",
  },
  examples: ["coverage", "coverage --all", "coverage --traffic my-goldens"],
});
