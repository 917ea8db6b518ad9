// What `shadow` takes.
import { peerNames } from "../../peers/names.ts";
import { address, oneOf, seconds, text, whole } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

const daemon = { value: "DAEMON", is: text } as const;
const peer = { value: "NAME", is: oneOf(peerNames) } as const;

export const shadowTable = table({
  name: "shadow",
  summary: "serve clients by one daemon, ask a second one the same, and compare",
  usage: ["[options] --proxy [HOST]:PORT --primary DAEMON --secondary DAEMON"],
  about: [
    "Clients of the proxy are served by the primary alone. The secondary gets the same calls in the same order, and its replies are compared: times, ages and the names that each daemon makes up are its own, and get_work asks it for the work spec that the primary drew. Nothing that the secondary does reaches a client; it may be slow, die and come back. Until Ctrl-C; then, and every so often, the reports are written.",
    "A DAEMON is HOST:PORT, or a command line to start, {port} standing for its port.",
  ],
  groups: {
    "Who takes part": {
      proxy: { value: "[HOST]:PORT", is: address, about: "where clients connect to" },
      primary: { ...daemon, about: "the daemon that serves the clients" },
      secondary: { ...daemon, about: "the daemon in its shadow" },
      "primary-peer": { ...peer, about: "the primary is this known daemon: label its divergences with their points" },
      "secondary-peer": { ...peer, about: "the same of the secondary" },
      exact: {
        about: "one call at a time over all connections",
        more: "the order is certain then, and clients wait for each other; otherwise calls that overlap are asked in the order of their replies",
      },
      "start-timeout": shared.startTimeout,
    },
    "How to compare": {
      compare: { ...shared.compare, about: "how strictly, ordered unless the known daemon's list says otherwise" },
      timeout: { ...shared.timeout, about: "for one reply of the secondary" },
      backlog: {
        value: "CALLS",
        is: whole(),
        about: "so many calls may wait for the secondary",
        more: "more are left out, and told",
        default: "100000",
      },
    },
    "What to print": {
      report: shared.report,
      every: { value: "SECONDS", is: seconds, about: "write the reports to their files so often too", default: "60" },
      verbose: shared.verbose,
    },
  },
  exits: {
    0: "nothing differs but what points explain",
    1: "something else differs",
    2: "wrong usage or no call",
    3: "calls were left out, or a daemon could not be started",
  },
  examples: [
    "shadow --proxy :5932 --primary 10.0.0.7:5932 --secondary 'coordinated -cborrpc 127.0.0.1:{port}'",
    "shadow --proxy :5932 --primary :5933 --primary-peer python-coordinate --secondary :5934 --report html=shadow.html",
  ],
});
