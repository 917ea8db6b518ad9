// The options of `shadow`, from which parsing, --help and completion are made.
import { peerNames } from "../../peers/names.ts";
import { address, oneOf, seconds, text, whole } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

const daemon = { value: "DAEMON", is: text } as const;
const peer = { value: "NAME", is: oneOf(peerNames) } as const;

export const shadowTable = table({
  name: "shadow",
  summary: "forward clients to one daemon, and compare a second one on the same calls",
  usage: ["[options] --proxy [HOST]:PORT --primary DAEMON --secondary DAEMON"],
  about: [
    "Only the primary serves the clients of the proxy. The secondary gets the same calls, and its replies are compared. Times, ages and generated names may differ, and get_work asks the secondary for the work spec that the primary chose at random. Nothing that the secondary does reaches a client; it may be slow, stop and come back. Runs until Ctrl-C; reports are written regularly and at the end.",
    "A DAEMON is HOST:PORT, or the command line of one to start, with {port} for its port.",
  ],
  groups: {
    "Proxy and daemons": {
      proxy: { value: "[HOST]:PORT", is: address, about: "the address that clients connect to" },
      primary: { ...daemon, about: "the daemon that serves the clients" },
      secondary: { ...daemon, about: "the daemon that is compared with it" },
      "primary-peer": { ...peer, about: "the primary is this known daemon: label its divergences with their points" },
      "secondary-peer": { ...peer, about: "the secondary is this known daemon" },
      exact: {
        about: "forward one call at a time over all connections",
        more: "then the order is known, but clients wait for each other; by default overlapping calls are sent in the order of their replies",
      },
      "start-timeout": shared.startTimeout,
    },
    "How to compare": {
      compare: {
        ...shared.compare,
        about: "how strictly replies are compared (default ordered, or the level of the known daemon's list)",
      },
      timeout: { ...shared.timeout, about: "for one reply of the secondary" },
      backlog: {
        value: "CALLS",
        is: whole(),
        about: "most calls that may wait for the secondary",
        more: "further ones are left out and reported",
        default: "100000",
      },
    },
    "What to print": {
      report: shared.report,
      every: { value: "SECONDS", is: seconds, about: "interval of writing the reports to their files", default: "60" },
      verbose: shared.verbose,
    },
  },
  exits: {
    0: "no difference, or only known ones",
    1: "another difference",
    2: "wrong usage or no calls",
    3: "calls were left out, or a daemon could not be started",
  },
  examples: [
    "shadow --proxy :5932 --primary 10.0.0.7:5932 --secondary 'coordinated -cborrpc 127.0.0.1:{port}'",
    "shadow --proxy :5932 --primary :5933 --primary-peer python-coordinate --secondary :5934 --report html=shadow.html",
  ],
});
