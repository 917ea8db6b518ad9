// What `bench` takes.
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
  summary: "measure daemons against each other: calls a second, latency, memory, start",
  usage: ["[options] [-- COMMAND...]"],
  about: [
    "Measures daemons in turns (A, B, A, B) and prints figures and the ratios between them. Every reply is checked: an error reply, a unit that is missing or handed out twice ends the run with exit 3. Without a daemon: the reference daemon of this package.",
  ],
  groups: {
    "What to measure, as many as you like": {
      address: {
        value: "[NAME=]HOST:PORT",
        is: text,
        multiple: true,
        about: "a daemon that runs already",
        more: "refused when it holds work specs",
      },
      "allow-clear": {
        ...shared.allowClear,
        about: "daemons at an address may lose what they hold: it is cleared first",
      },
      command: {
        value: "[NAME=]COMMAND",
        is: text,
        multiple: true,
        about: "a daemon that is started anew for each workload",
        more: "{port} in it becomes a free port of 127.0.0.1; no shell",
      },
      daemon: { ...shared.command, about: "one more of these" },
      "start-timeout": shared.startTimeout,
      "no-echo": { about: "without the bare echo (a Node server that answers canned bytes), the limit" },
    },
    Workloads: {
      workload: {
        value: "A,B",
        is: listOf(oneOf(WORKLOADS)),
        about: "some of these instead of all",
        choices: WORKLOADS.map((name) => [name, MEASURES[name]] as const),
      },
      queue: {
        value: "N,N",
        is: listOf(whole(10_000_000)),
        about: "queue lengths of cycle, the one to compare with first",
        more: "otherwise 10000,100000,1000000",
      },
      turns: {
        value: "N",
        is: whole(100),
        about: "turns of each daemon",
        more: "otherwise 5, after one that does not count",
      },
      seconds: { value: "SECONDS", is: turnSeconds, about: "time of a turn", more: "otherwise 1" },
      connections: {
        value: "N",
        is: whole(1000),
        about: "connections, one call outstanding on each",
        more: "otherwise 16",
      },
      quick: { about: "small and short, for a look at the output", more: "a few seconds, figures that say little" },
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
