// The options of `bench`, from which parsing, --help and completion are made.
import { MEASURES, WORKLOADS } from "../../bench/workload-names.ts";
import { UsageError } from "../../command.ts";
import { file, type Kind, listOf, oneOf, text, whole } from "../table/kinds.ts";
import { reportIn } from "../table/report-kind.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

const turnSeconds: Kind<number> = {
  read(given, option) {
    const value = Number(given);
    if (value > 0 && value <= 60) return value;
    throw new UsageError(`${option} takes seconds above 0 and up to 60, not '${given}'`);
  },
};

export const benchTable = table({
  name: "bench",
  summary: "compare the speed of daemons: calls a second, latency, memory, start-up time",
  usage: ["[options] [-- COMMAND...]"],
  about: [
    "Measures daemons alternately (A, B, A, B) and prints figures and their ratios. Every reply is checked: an error reply, a missing unit or a unit leased twice ends the run with exit code 3. If no daemon is given, the reference daemon of this package is measured.",
  ],
  groups: {
    "What to measure (any number of daemons)": {
      address: {
        value: "[NAME=]HOST:PORT",
        is: text,
        multiple: true,
        about: "a running daemon",
        more: "refused if it has work specs",
      },
      "allow-clear": {
        ...shared.allowClear,
        about: "allow deleting all data of daemons at an address",
      },
      command: {
        value: "[NAME=]COMMAND",
        is: text,
        multiple: true,
        about: "a daemon to start, again for each workload",
        more: "{port} is replaced by a free port on 127.0.0.1; not run in a shell",
      },
      daemon: { ...shared.command, about: "another daemon to start, as with --command" },
      "start-timeout": shared.startTimeout,
      "no-echo": { about: "leave out the echo server (sends prepared bytes) that serves as upper bound" },
    },
    Workloads: {
      workload: {
        value: "A,B",
        is: listOf(oneOf(WORKLOADS)),
        about: "only these workloads",
        choices: WORKLOADS.map((name) => [name, MEASURES[name]] as const),
      },
      queue: {
        value: "N,N",
        is: listOf(whole(10_000_000)),
        about: "queue lengths for the workload cycle; the first is the one that the others are compared with",
        more: "default 10000,100000,1000000",
      },
      turns: {
        value: "N",
        is: whole(100),
        about: "measurements of each daemon",
        more: "default 5, after a warm-up that does not count",
      },
      seconds: { value: "SECONDS", is: turnSeconds, about: "duration of a measurement", more: "default 1" },
      connections: {
        value: "N",
        is: whole(1000),
        about: "connections, each with one call outstanding",
        more: "default 16",
      },
      quick: {
        about: "small workloads and short measurements, to see the output",
        more: "takes a few seconds; the figures are not reliable",
      },
    },
    "What to print": {
      report: {
        value: "FORMAT[=FILE]",
        is: reportIn(["text", "json"]),
        about: "text, json",
        default: "text",
        multiple: true,
        aliases: ["format"],
      },
      plot: { value: "FILE", is: file, about: "also an SVG of calls a second against queue length" },
    },
  },
  exits: { 0: "measured", 2: "wrong usage", 3: "it could not be measured" },
  examples: [
    "bench --quick",
    "bench --command 'go=coordinated -cborrpc 127.0.0.1:{port}' --address old=127.0.0.1:5932",
    "bench --workload cycle --plot cycle.svg",
  ],
});
