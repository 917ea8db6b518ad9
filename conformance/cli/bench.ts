// The command `bench`: measures daemons against each other and against the bare echo.
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { MeasureError, measureAll } from "../bench/measure.ts";
import { plan } from "../bench/plan.ts";
import { plot } from "../bench/plot.ts";
import { report, type WorkloadReport } from "../bench/report.ts";
import { addressTarget, commandTarget, type Target } from "../bench/target.ts";
import { LEGEND, workloadText } from "../bench/text.ts";
import { type Command, EXIT, type ExitCode, type Surroundings } from "../command.ts";
import { type BenchOptions, readOptions, type TargetOption } from "./bench-options.ts";

export const bench: Command = {
  name: "bench",
  summary: "measure daemons against each other: calls a second, latency, memory, start",
  help: `Usage: coordinate-conformance bench [options]

Measures daemons in turns (A, B, A, B) and prints figures and the ratios between them. Every reply is checked: an error reply,
a unit that is missing or handed out twice ends the run with exit 3. Without a target: the reference daemon of this package.

Targets, as many as you like:
  --address [NAME=]HOST:PORT  a daemon that runs already; it must hold no work specs
  --command [NAME=]COMMAND    started anew for each workload; {port} in it becomes a free port of 127.0.0.1; no shell
  --no-echo                   without the bare echo (a Node server that answers canned bytes), the limit

What to measure:
  --workload A,B    some of the workloads, instead of all:
    ping      list_work_specs on an empty daemon
    cycle     get_work + finish, at each queue length
    get       get_work, one unit a call; 100,000 units
    batch     get_work, 100 units a call; 100,000 units
    add       add_work_units, 1,000 units a call
    mixed     100 workers over 5 chained work specs: heartbeat, get_work, finish
    latency   p99 of a ping while another connection adds 100,000 units
    memory    resident bytes a unit, 1,000,000 units (targets that are started; Linux)
    start     from the start of the process until it takes a connection (targets that are started)
  --queue N,N       queue lengths of cycle, the one to compare with first (default 10000,100000,1000000)
  --turns N         turns of each target (default 5, after one that does not count)
  --seconds S       time of a turn (default 1)
  --connections N   connections, one call outstanding on each (default 16)
  --quick           small and short, for a look at the output: a few seconds, figures that say little

Output:
  --format FORMAT   text (default) or json
  --plot FILE       also write an SVG of calls a second against queue length

Exit: 0 measured; 2 wrong usage; 3 could not be measured.

Examples:
  coordinate-conformance bench --quick
  coordinate-conformance bench --command 'go=coordinated -cborrpc 127.0.0.1:{port}' --address old=127.0.0.1:5932
  coordinate-conformance bench --workload cycle --plot cycle.svg
`,
  async run(argv, around) {
    const options = readOptions(argv);
    const reports: WorkloadReport[] = [];
    const isText = options.format === "text";
    try {
      if (isText) around.stdout.write(`${headline(options)}\n${LEGEND}\n`);
      for await (const measured of measureAll({
        groups: plan(options.workloads, options.size),
        targets: targets(options.targets),
        echo: options.echo ? echo() : null,
        turns: options.size.turns,
        signal: around.signal,
        progress: progress(around),
      })) {
        const figures = report(measured);
        reports.push(figures);
        if (isText) around.stdout.write(workloadText(figures));
      }
    } catch (error) {
      if (error instanceof MeasureError) return unmeasured(around, error.message);
      throw error;
    }
    if (reports.length === 0) return unmeasured(around, "nothing to measure: memory and start need a --command");
    if (!isText)
      around.stdout.write(
        `${JSON.stringify({ version: 1, machine: machine(), ...options, workloads: reports }, null, 2)}\n`,
      );
    if (options.plotFile !== null) {
      const svg = plot(reports);
      if (svg === null) return unmeasured(around, "no plot: it needs cycle at two queue lengths");
      await writeFile(options.plotFile, svg);
    }
    return EXIT.ok;
  },
};

function targets(options: readonly TargetOption[]): Target[] {
  if (options.length === 0) return [nodeTarget("reference", "../../server/main.js", "-cborrpc", "127.0.0.1:{port}")];
  return options.map((option) =>
    option.kind === "address" ? addressTarget(option.name, option.address) : commandTarget(option.name, option.command),
  );
}

function echo(): Target {
  return nodeTarget("echo", "../bench/echo-main.js", "{port}");
}

/** A program of this package, by its place beside this file. */
function nodeTarget(name: string, file: string, ...args: string[]): Target {
  return commandTarget(name, [process.execPath, fileURLToPath(new URL(file, import.meta.url)), ...args]);
}

function headline({ size }: BenchOptions): string {
  const { cpus, node, platform } = machine();
  return `${cpus} CPUs, Node ${node}, ${platform}; ${size.turns} turns of ${size.seconds} s each`;
}

function machine() {
  return { cpus: availableParallelism(), node: process.versions.node, platform: process.platform };
}

/** One line that is written over, where somebody watches. */
function progress({ stderr }: Surroundings): (what: string) => void {
  if (stderr.isTTY !== true) return () => {};
  return (what) => stderr.write(`\r\u001b[K${what.slice(0, (stderr.columns ?? 80) - 1)}`);
}

function unmeasured(around: Surroundings, why: string): ExitCode {
  around.stderr.write(`coordinate-conformance bench: ${why}\n`);
  return EXIT.unmeasured;
}
