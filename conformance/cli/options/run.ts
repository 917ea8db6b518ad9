// The options of `run` (and `verify`), from which parsing, --help and completion are made.
import { ERROR_LEVELS } from "../../judge/failing-answers.ts";
import { listedNames } from "../../peers/names.ts";
import { OPTIONAL_FEATURES, TIERS } from "../../protocol/clauses.ts";
import { cases, file, listOf, oneOf, text, whole } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const runTable = table({
  name: "run",
  summary: "verify a daemon against the goldens",
  usage: [
    "[options] [CASE...] --address HOST:PORT",
    "[options] [CASE...] -- COMMAND...",
    "[options] [CASE...] --replies FILE",
  ],
  about: ["Plays the goldens to a daemon and compares its replies with the recorded ones."],
  groups: {
    "What to measure": {
      address: shared.address,
      command: shared.command,
      replies: {
        value: "FILE",
        is: file,
        about: "replies saved with --save-replies, instead of a daemon",
        again: true,
      },
      "allow-clear": shared.allowClear,
      jobs: {
        value: "COUNT",
        is: whole(),
        about: "most daemons of the command to run at the same time (default 8)",
        more: "normally two are started, one if they share data; more with --fresh, or if cases with pauses cannot share one",
      },
      fresh: { about: "restart the command for each case instead of clearing it", again: true },
    },
    "Which cases (default: all)": {
      cases: {
        words: "CASE",
        is: cases,
        about: "an id or a glob: upstream/test_args 'wire/*' '**/*lease*'",
        more: "@FILE reads them from a file, one a line",
      },
      guide: {
        about: "play the cases in the order suggested for writing a daemon, up to the first that fails",
        more: "explained with its clause, annotated bytes, and what to do next",
      },
      watch: {
        about: "run again whenever a file of the command changes, failed cases first, with a line for each failure",
      },
      failed: { about: "only cases that failed last time, with the same daemon and in this folder" },
      skip: { value: "CASE", is: cases, about: "leave these out", multiple: true },
      goldens: shared.goldens,
      suite: {
        ...shared.suite,
        more: "newer cases are run too, listed separately, and do not count; changed ones are judged by their former goldens",
      },
    },
    "How to compare": {
      compare: shared.compare,
      peer: { ...shared.peer, is: oneOf(listedNames) },
      expect: {
        value: "FILE",
        is: file,
        about: "expect exactly the divergences that this file lists",
        again: true,
      },
      "write-expect": {
        value: "FILE",
        is: file,
        about: "write a file for --expect from this run",
        more: "entries and reasons in FILE or in that of --expect are kept if they still occur",
      },
      reason: {
        value: "TEXT",
        is: text,
        about: "with --write-expect: the reason for new entries",
        more: "to be filled in by hand if not given",
      },
      fix: { about: "with --peer: rewrite the peer's list from this run", more: "needs a run of all cases" },
      errors: {
        value: "LEVEL",
        is: oneOf(ERROR_LEVELS),
        about: "how strictly error replies and refusals are compared",
        default: "exact",
        choices: [
          ["any", "any error reply or refusal"],
          ["kind", "an error reply for an error reply, a refusal for a refusal, with any wording"],
          ["exact", "the recorded wording"],
        ],
        again: true,
      },
      vary: {
        about:
          "also play every case split into small segments, pipelined, and in other encodings; the replies must be the same",
      },
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
    },
    "What counts": {
      bail: {
        value: "N",
        is: whole(),
        about: "stop after N failed cases",
        more: "those that are being played then are not counted",
      },
      require: {
        value: "TIER",
        is: oneOf(TIERS),
        about: "only cases of this and more basic tiers decide the exit code",
        more: `one of ${TIERS.join(", ")}`,
        again: true,
      },
      without: {
        value: "FEATURE,...",
        is: listOf(oneOf(OPTIONAL_FEATURES)),
        about: "features that the daemon does not offer; their cases are not run, and reported as such",
        more: `of ${OPTIONAL_FEATURES.join(", ")}`,
        again: true,
      },
    },
    "What to print": {
      report: shared.report,
      "save-replies": {
        value: "FILE",
        is: file,
        about: "save the daemon's replies",
        more: "for --replies; compressed if the name ends in .gz",
      },
      trace: { about: "print every request and reply with times to stderr" },
      verbose: shared.verbose,
    },
  },
  exits: {
    0: "all as expected",
    1: "a divergence",
    2: "wrong usage or nothing to run",
    3: "it could not be measured",
  },
  examples: [
    "run --compare bytes -- coordinated -cborrpc 127.0.0.1:{port}",
    "run --write-expect known.yaml --reason 'as of 0.3' -- ./my-daemon --port {port}",
    "run --expect known.yaml -- ./my-daemon --port {port}",
    "run --require core --without locks,delay --errors kind -- ./my-daemon --port {port}",
    "run --address localhost:5932 'wire/*' --report junit=report.xml --report pretty",
  ],
});
