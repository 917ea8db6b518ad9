// What `trace` takes.
import { address, file, text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const traceTable = table({
  name: "trace",
  summary: "what clients and a daemon say to each other, a line a call",
  usage: ["[options] --proxy [HOST]:PORT --upstream HOST:PORT", "[options] FILE..."],
  about: [
    "Prints a line for each call: the time, the connection, the call and its reply in notation, and how long it took. Traffic passes a proxy until Ctrl-C, or is read from goldens, calls as JSON lines, and captures of tcpdump (pcap and pcapng), or folders of them.",
  ],
  groups: {
    "What to show": {
      files: { words: "FILE", is: file, about: "kept traffic" },
      proxy: { value: "[HOST]:PORT", is: address, about: "where clients connect to" },
      upstream: { value: "HOST:PORT", is: address, about: "the daemon that serves them" },
      "start-timeout": shared.startTimeout,
    },
    "Which calls": {
      method: { value: "METHOD", is: text, multiple: true, about: "of this method, or a glob: '*_work*'" },
      worker: { value: "ID", is: text, about: "that name this worker" },
      spec: { value: "NAME", is: text, about: "about this work spec" },
    },
    "What to print": {
      judge: { about: "mark replies that break the protocol, whatever the daemon's state is" },
      wide: { about: "long calls and replies whole, on a terminal too" },
    },
  },
  exits: {
    0: "it was shown",
    1: "with --judge, a reply breaks the protocol",
    2: "wrong usage or nothing to show",
    3: "the daemon or a file could not be reached",
  },
  examples: [
    "trace --proxy :5933 --upstream localhost:5932 --method get_work --judge",
    "tcpdump -i lo -w queue.pcap port 5932; coordinate-conformance trace queue.pcap",
  ],
});
