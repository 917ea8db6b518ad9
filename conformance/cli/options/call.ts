// What `call` takes.
import { text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const callTable = table({
  name: "call",
  summary: "one call to a daemon, in notation",
  usage: ["[options] HOST:PORT CALL..."],
  about: [
    "Makes each call on one connection and prints the reply, both in notation and as the bytes that went. A call is METHOD(PARAMETERS) in notation, or a whole frame: 24(<<...>>), or h'...' for bytes as they are.",
    "Nothing is cleared, before or after.",
  ],
  groups: {
    Options: {
      words: { words: "CALL", is: text, about: "the address of a running daemon, then calls" },
      decode: { about: "the frames taken apart too" },
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
    },
  },
  exits: { 0: "every call got a reply", 1: "one got none, or what is no reply", 3: "nobody listens" },
  examples: [
    "call localhost:5932 'list_work_specs({})'",
    `call localhost:5932 "get_work('w', {'max_jobs': 2})" --decode`,
  ],
});
