// The options of `record`, from which parsing, --help and completion are made.
import { PINNED_CLIENT } from "../../python/client-version.ts";
import { address, cases, file, goldenName, text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const recordTable = table({
  name: "record",
  summary: "make goldens from your own program, or record the package's again",
  usage: [
    "--to DIR [options] -- COMMAND...",
    "--to DIR [options] --proxy HOST:PORT --upstream HOST:PORT",
    "[options] [-- COMMAND...]",
  ],
  about: [
    "With --to: starts a daemon and a proxy, runs your program twice, and makes one golden of the calls on all of its connections, in order. The proxy's address is in $COORDINATE_ADDRESS, and {config} in COMMAND is replaced by a yakonfig file that contains it. Values that differ between the two runs become masks (may vary in replies) or bindings (taken from an earlier reply), and each is reported. 'run --goldens DIR' then verifies any daemon with it.",
    "Without --to: runs the upstream Python tests and the scenarios twice through a recording proxy, turns values that varied into masks, plays the raw cases, plays every golden back, and writes the files whose content changed. Nothing is written if a test fails, if a value varied for no known reason, or if a golden differs when it is played back.",
    "To save a daemon's replies to the goldens, use 'run --save-replies FILE' instead.",
  ],
  groups: {
    "Your own program": {
      to: {
        value: "DIR",
        is: file,
        about: "folder for the golden",
        more: "the file is readable by you alone (mode 0600)",
      },
      name: { value: "NAME", is: goldenName, about: "name of the golden", more: "by default that of the program" },
      upstream: { value: "HOST:PORT", is: address, about: "a running daemon to use instead of the reference" },
      proxy: {
        value: "[HOST]:PORT",
        is: address,
        about: "record the calls of clients that connect here, until Ctrl-C",
        more: "for programs that are already running; needs --upstream",
      },
      once: { about: "run the program once; fixed rules decide what may vary" },
      redact: {
        value: "PATH",
        is: text,
        multiple: true,
        about: "remove the values at this path before anything is written",
        more: "matched at the end of paths: password, config.password, params[2].data.token",
      },
      force: { about: "replace a golden of the same name" },
      shared: { about: "make the golden readable by others (mode 0644)" },
    },
    "Which of the package's goldens to record": {
      only: {
        value: "CASE",
        is: cases,
        multiple: true,
        about: "only cases with these ids or globs",
        more: "other goldens are not changed or removed",
      },
      check: { about: "write nothing; exit with 1 if a golden would change" },
      output: { value: "DIR", is: file, about: "write to this folder instead of the package's goldens" },
    },
    "How to record": {
      command: {
        ...shared.command,
        about: "with --to: your program",
        more: "without --to: a daemon to use instead of the reference; needs --output and --daemon",
      },
      daemon: {
        value: "DAEMON",
        is: text,
        about: "with --to: the command line of a daemon to start; {port} is replaced by its port",
        more: "without --to: name and version of the daemon after --, for the goldens' provenance",
      },
      client: {
        value: "CLIENT",
        is: file,
        about: "record the package's goldens with another client: see python --help",
        more: "with --check: shows where its calls differ",
        default: PINNED_CLIENT,
      },
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
      python: shared.python,
      cache: shared.cache,
    },
  },
  wordsHint: "select cases with --only",
  exits: {
    0: "nothing changed, or the changes were written",
    1: "with --check, something would change",
    3: "it could not be recorded",
  },
  examples: [
    "record --to goldens -- python2.7 -m my_app.load -c {config}",
    "record --to goldens --redact password --once -- ./my-worker",
    "record --to goldens --proxy :5932 --upstream 10.0.0.7:5932",
    "record --check",
    "record --only 'wire/*'",
  ],
});
