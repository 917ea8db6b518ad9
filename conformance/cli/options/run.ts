// What `run`, also `verify`, takes.
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
      replies: { value: "FILE", is: file, about: "replies that --save-replies kept, no daemon", again: true },
      "allow-clear": shared.allowClear,
      jobs: {
        value: "COUNT",
        is: whole(),
        about: "at most so many daemons of the command at once (default 8)",
        more: "two, as far as they share nothing; more with --fresh, or where cases cannot wait together on one",
      },
      fresh: { about: "start the command anew for each case instead of clearing it", again: true },
    },
    "Which cases (all of them unless some are named)": {
      cases: {
        words: "CASE",
        is: cases,
        about: "an id or a glob: upstream/test_args 'wire/*' '**/*lease*'",
        more: "@FILE: the ids and globs in a file, one a line",
      },
      guide: {
        about: "in the order in which a daemon is written, up to the first case that fails",
        more: "with its sentence, its bytes taken apart, and what to do next",
      },
      watch: {
        about: "again whenever a file of the command changes, those that failed first, a line for each that fails",
      },
      failed: { about: "those that failed last time, with this daemon and from this folder" },
      skip: { value: "CASE", is: cases, about: "leave these out", multiple: true },
      goldens: shared.goldens,
      suite: {
        ...shared.suite,
        more: "later cases are run too, shown apart, and count for nothing; changed ones are judged as it has them",
      },
    },
    "How to compare": {
      compare: shared.compare,
      peer: { ...shared.peer, is: oneOf(listedNames) },
      expect: {
        value: "FILE",
        is: file,
        about: "expect the divergences that a file of your own lists, all of them and no others",
        again: true,
      },
      "write-expect": {
        value: "FILE",
        is: file,
        about: "write such a file from this run",
        more: "entries and reasons that it or --expect has stay as far as they still show",
      },
      reason: {
        value: "TEXT",
        is: text,
        about: "with --write-expect: why what is new differs",
        more: "otherwise to be filled in",
      },
      fix: { about: "with --peer: write the peer's list anew from this run", more: "which must be of all cases" },
      errors: {
        value: "LEVEL",
        is: oneOf(ERROR_LEVELS),
        about: "how strictly answers that fail are compared",
        default: "exact",
        choices: [
          ["any", "it fails, by an error reply or a refusal"],
          ["kind", "an error reply for an error reply, a refusal for a refusal, in any words"],
          ["exact", "as recorded"],
        ],
        again: true,
      },
      vary: {
        about: "play every case in other shapes too: cut, pipelined, in other encodings; its replies must be the same",
      },
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
    },
    "What counts": {
      bail: { value: "N", is: whole(), about: "begin no further case after so many that failed" },
      require: {
        value: "TIER",
        is: oneOf(TIERS),
        about: "only cases of this tier and of more basic ones decide the exit code",
        more: `of ${TIERS.join(", ")}`,
        again: true,
      },
      without: {
        value: "FEATURE,...",
        is: listOf(oneOf(OPTIONAL_FEATURES)),
        about: "what the daemon does not offer: its cases are not run, and counted",
        more: `of ${OPTIONAL_FEATURES.join(", ")}`,
        again: true,
      },
    },
    "What to print": {
      report: shared.report,
      "save-replies": {
        value: "FILE",
        is: file,
        about: "keep what the daemon answered",
        more: "to be judged again with --replies; compressed if its name ends in .gz",
      },
      trace: { about: "on stderr every request and reply as it was played, with times" },
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
