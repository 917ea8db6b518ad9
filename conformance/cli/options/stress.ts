// What `stress` takes.
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
  summary: "load, faults, and a checker of everything that the daemon answered",
  usage: ["[options] --address HOST:PORT", "[options] -- COMMAND...", "--judge FILE [options]"],
  about: [
    "Many clients produce, work, step in, read and lock at once, and a checker explains every answer by an order of the calls: no unit lost, from nothing or with two workers, no work after it was done, the right order, limits, leases and delays, counts and pages that fit, outputs once, locks with one owner.",
    "It goes on until the time is over or something is found. The daemon is emptied first: one that runs already is refused when it holds work specs.",
  ],
  groups: {
    "What to measure": {
      address: shared.address,
      command: shared.command,
      judge: { value: "FILE", is: file, about: "judge a history that --history wrote, without a daemon" },
      "allow-clear": shared.allowClear,
      timeout: { ...shared.timeout, about: "for one reply; what takes longer counts as never answered", default: "10" },
      "start-timeout": shared.startTimeout,
    },
    "What to do to it": {
      minutes: { value: "N", is: minutes, about: "how long, also parts of one", default: "1", again: true },
      clients: { value: "N", is: whole(10_000), about: "clients, each on its connection", default: "64", again: true },
      rate: {
        value: "N",
        is: whole(),
        about: "calls a second at most",
        more: "as many as there can be unless given",
        again: true,
      },
      threads: {
        value: "N",
        is: whole(64),
        about: "threads that the clients are spread over",
        more: "in that of the checker unless given",
        again: true,
      },
      processes: {
        value: "N",
        is: whole(64),
        about: "processes instead, which the faults pause and kill-process stop and kill",
        again: true,
      },
      seed: shared.seed,
      faults: {
        value: "NAME,NAME",
        is: listOf(oneOf(FAULT_NAMES)),
        about: "what befalls it meanwhile",
        choices: FAULTS,
        again: true,
      },
      durable: { about: "a restart must keep everything", again: true },
    },
    "What to find": {
      allow: {
        value: "KIND",
        is: oneOf(VIOLATION_KINDS),
        about: "violations of this kind are known, and only counted",
        multiple: true,
        again: true,
      },
      "keep-going": { about: "go on after the first violation" },
      "least-calls": { value: "N", is: whole(), about: "calls that must be answered for a verdict", default: "1000" },
    },
    "What to print": {
      history: { value: "FILE", is: file, about: "write the history as it runs" },
      report: {
        value: "FORMAT[=FILE]",
        is: reportIn(FORMATS),
        about: FORMATS.join(", "),
        multiple: true,
        default: "text",
      },
    },
  },
  exits: { 0: "valid", 1: "invalid", 3: "not measured: too few calls, or a fault that never struck" },
  examples: [
    "stress -- coordinated -cborrpc 127.0.0.1:{port}",
    "stress --minutes 10 --faults kill-connection,pause,restart --report html=stress.html -- my-daemon --port {port}",
    "stress --processes 2 --faults kill-process,pause -- my-daemon --port {port}",
    "stress --address localhost:5932 --rate 500 --history run.history",
    "stress --judge run.history --report json",
  ],
});
