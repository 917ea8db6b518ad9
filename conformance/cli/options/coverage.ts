// What `coverage` takes.
import { file } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const coverageTable = table({
  name: "coverage",
  summary: "what of the protocol the goldens exercise",
  usage: ["[options]"],
  about: [
    "Counts methods, parameters, option keys, accepted forms, kinds of replies, error messages and points of the contract that at least one golden has, and lists those that none has with the reason.",
  ],
  groups: {
    Options: {
      traffic: {
        value: "DIR|FILE",
        is: file,
        about:
          "beside one's own traffic: which calls no golden has, which clauses it needs, where known daemons differ",
        more: "goldens, calls as JSON lines, captures of tcpdump",
      },
      all: { about: "every part with its goldens" },
      json: shared.json,
      goldens: shared.goldens,
    },
  },
  exits: {
    0: "all is covered or explained",
    1: "a part, or a call of the traffic, is not covered and no reason is written down, or a reason is out of date",
  },
  examples: ["coverage", "coverage --all", "coverage --traffic my-goldens"],
});
