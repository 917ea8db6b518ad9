// The options of `trace`, from which parsing, --help and completion are made.
import { address, file, text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const traceTable = table({
  name: "trace",
  summary: "show the traffic between clients and a daemon, one line a call",
  usage: ["[options] --proxy [HOST]:PORT --upstream HOST:PORT", "[options] FILE..."],
  about: [
    "Prints a line for each call: the time, the connection, the call and its reply in notation, and the duration. The traffic is that of a proxy, until Ctrl-C, or is read from files: goldens, calls as JSON lines, tcpdump captures (pcap and pcapng), or folders of these.",
  ],
  groups: {
    "What to show": {
      files: { words: "FILE", is: file, about: "saved traffic" },
      proxy: { value: "[HOST]:PORT", is: address, about: "the address that clients connect to" },
      upstream: { value: "HOST:PORT", is: address, about: "the daemon that serves them" },
      "start-timeout": shared.startTimeout,
    },
    "Which calls": {
      method: { value: "METHOD", is: text, multiple: true, about: "only calls of this method, or a glob: '*_work*'" },
      worker: { value: "ID", is: text, about: "only calls that name this worker" },
      spec: { value: "NAME", is: text, about: "only calls about this work spec" },
    },
    "What to print": {
      judge: {
        about: "mark replies that violate the protocol, as far as can be told without knowing the daemon's state",
      },
      wide: { about: "do not shorten long calls and replies on a terminal" },
    },
  },
  exits: {
    0: "shown",
    1: "with --judge: a reply violates the protocol",
    2: "wrong usage or nothing to show",
    3: "the daemon or a file could not be reached",
  },
  examples: [
    "trace --proxy :5933 --upstream localhost:5932 --method get_work --judge",
    "tcpdump -i lo -w queue.pcap port 5932; coordinate-conformance trace queue.pcap",
  ],
});
