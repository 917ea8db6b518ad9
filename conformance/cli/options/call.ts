// The options of `call`, from which parsing, --help and completion are made.
import { text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const callTable = table({
  name: "call",
  summary: "make single calls to a daemon",
  usage: ["[options] HOST:PORT CALL..."],
  about: [
    "Makes the calls on one connection, one after the other, and prints request and reply in diagnostic notation and as bytes. A call is METHOD(PARAMETERS) in notation, or a complete frame: 24(<<...>>), or h'...' for raw bytes.",
    "The daemon is not cleared, neither before nor after.",
  ],
  groups: {
    Options: {
      words: { words: "CALL", is: text, about: "the address of a running daemon, then calls" },
      decode: { about: "also annotate the bytes of the frames" },
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
    },
  },
  exits: {
    0: "every call got a reply",
    1: "a call got no reply, or a malformed one",
    3: "nothing listens at the address",
  },
  examples: [
    "call localhost:5932 'list_work_specs({})'",
    `call localhost:5932 "get_work('w', {'max_jobs': 2})" --decode`,
  ],
});
