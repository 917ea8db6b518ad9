// The options of `stress`, from which parsing, --help and completion are made.
import { FAULT_NAMES, FAULTS } from "../../stress/faults/fault.ts";
import { VIOLATION_KINDS } from "../../stress/kinds.ts";
import { file, listOf, oneOf, whole } from "../table/kinds.ts";
import { minutes } from "../table/minutes.ts";
import { reportIn } from "../table/report-kind.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

const FORMATS = ["text", "json", "junit", "html"] as const;

export const stressTable = table({
  name: "stress",
  summary: "load and fault injection, with a checker of all replies",
  usage: ["[options] --address HOST:PORT", "[options] -- COMMAND...", "--judge FILE [options]"],
  about: [
    "Many clients add units, work on them, change and delete them, read and lock at the same time. A checker looks for an order of the calls that explains every reply: no unit lost, invented, leased to two workers or handed out after it was finished; order, limits, leases and delays as specified; consistent counts and pages; outputs created once; locks with one owner.",
    "It runs until the time is over or a violation is found. The daemon is cleared first; a running daemon that has work specs is refused.",
  ],
  groups: {
    "What to measure": {
      address: shared.address,
      command: shared.command,
      judge: { value: "FILE", is: file, about: "check a history written by --history, without a daemon" },
      "allow-clear": shared.allowClear,
      timeout: { ...shared.timeout, about: "for one reply; a later one counts as missing", default: "10" },
      "start-timeout": shared.startTimeout,
    },
    "Load and faults": {
      minutes: {
        value: "N",
        is: minutes,
        about: "duration of the load; fractions are allowed",
        more: "a final look at all units follows 5 s later, when leases have ended",
        default: "1",
        again: true,
      },
      clients: {
        value: "N",
        is: whole(10_000),
        about: "clients, each with its own connection",
        default: "64",
        again: true,
      },
      rate: {
        value: "N",
        is: whole(),
        about: "most calls a second",
        more: "default: unlimited",
        again: true,
      },
      threads: {
        value: "N",
        is: whole(64),
        about: "run the clients in this many threads",
        more: "by default they run in the thread of the checker",
        again: true,
      },
      processes: {
        value: "N",
        is: whole(64),
        about: "run the clients in processes, which the faults pause and kill-process can stop and kill",
        again: true,
      },
      seed: shared.seed,
      faults: {
        value: "NAME,NAME",
        is: listOf(oneOf(FAULT_NAMES)),
        about: "faults to inject",
        choices: FAULTS,
        again: true,
      },
      durable: { about: "data must survive a restart of the daemon", again: true },
    },
    "What to find": {
      allow: {
        value: "KIND",
        is: oneOf(VIOLATION_KINDS),
        about: "only count violations of this kind",
        multiple: true,
        again: true,
      },
      "keep-going": { about: "continue after the first violation" },
      "least-calls": { value: "N", is: whole(), about: "fewest answered calls for a verdict", default: "1000" },
    },
    "What to print": {
      history: { value: "FILE", is: file, about: "write the history of calls to this file" },
      report: {
        value: "FORMAT[=FILE]",
        is: reportIn(FORMATS),
        about: FORMATS.join(", "),
        multiple: true,
        default: "text",
      },
    },
  },
  exits: { 0: "valid", 1: "invalid", 3: "not measured: too few calls, or a fault that never took effect" },
  examples: [
    "stress -- coordinated -cborrpc 127.0.0.1:{port}",
    "stress --minutes 10 --faults kill-connection,pause,restart --report html=stress.html -- my-daemon --port {port}",
    "stress --processes 2 --faults kill-process,pause -- my-daemon --port {port}",
    "stress --address localhost:5932 --rate 500 --history run.history",
    "stress --judge run.history --report json",
  ],
});
