// The command `bench`: compares the performance of daemons with each other and with the echo server.
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { addressDaemon, commandDaemon, type Daemon } from "../bench/daemon.ts";
import { measureAll } from "../bench/measure.ts";
import { FULL, plan, QUICK, type Size } from "../bench/plan.ts";
import { plot } from "../bench/plot.ts";
import { report, type WorkloadReport } from "../bench/report.ts";
import { LEGEND, workloadText } from "../bench/text.ts";
import { USUAL } from "../bench/workload-names.ts";
import { visibleText } from "../cbor/visible.ts";
import { daemonAt } from "../client/daemon.ts";
import { openControl } from "../client/isolate.ts";
import { askToClear } from "../client/permission.ts";
import { EXIT, type ExitCode, type Surroundings } from "../command.ts";
import { prepareFile, prepareReports } from "../report/print.ts";
import { overwriting } from "../report/style.ts";
import { type BenchDaemon, daemonsOf } from "./bench-daemons.ts";
import type { Action } from "./command.ts";
import type { benchTable } from "./options/bench.ts";
import type { ValuesOf } from "./table/table.ts";

export const bench: Action<typeof benchTable> = async (line, around) => {
  const { workload = USUAL, report: requests, plot: plotFile } = line.values;
  prepareReports(requests);
  if (plotFile !== undefined) prepareFile(plotFile);
  const daemons = daemonsOf(line);
  const size = sizeOf(line.values);
  const hasEcho = !line.values["no-echo"];
  const reports: WorkloadReport[] = [];
  const printsText = requests.some(({ format, file }) => format === "text" && file === undefined);
  const texts: string[] = [];
  const say = (text: string) => {
    texts.push(text);
    if (printsText) around.stdout.write(text);
  };
  const startSeconds = line.values["start-timeout"] / 1000;
  for (const daemon of daemons) await makeRoom(daemon, line.values, around.signal);
  say(`${headline(size)}\n${LEGEND}\n`);
  for await (const measured of measureAll({
    groups: plan(workload, size),
    daemons: measurable(daemons, startSeconds),
    echo: hasEcho ? echo(startSeconds) : null,
    turns: size.turns,
    signal: around.signal,
    progress: progress(around),
  })) {
    const figures = report(measured);
    reports.push(figures);
    say(workloadText(figures));
  }
  if (reports.length === 0) return unmeasured(around, "nothing to measure: memory and start need a command");
  const found = { version: 1, machine: machine(), daemons, size, echo: hasEcho, workloads: reports };
  const json = `${JSON.stringify(found, null, 2)}\n`;
  for (const { format, file } of requests) {
    if (file !== undefined) await writeFile(file, format === "json" ? json : texts.join(""));
    else if (format === "json") around.stdout.write(json);
  }
  if (plotFile !== undefined) {
    const svg = plot(reports);
    if (svg === null) return unmeasured(around, "no plot: it needs cycle at two queue lengths");
    await writeFile(plotFile, svg);
  }
  return EXIT.ok;
};

/** The sizes of the measurement: options override those of the full measurement, or of `--quick`. */
export function sizeOf(values: ValuesOf<typeof benchTable>): Size {
  const base = values.quick ? QUICK : FULL;
  const { turns = base.turns, seconds = base.seconds, connections = base.connections, queue = base.queues } = values;
  return { ...base, turns, seconds, connections, queues: queue };
}

/** Makes sure that a daemon at an address is empty; clears it only with `--allow-clear`. */
async function makeRoom(daemon: BenchDaemon, values: ValuesOf<typeof benchTable>, signal: AbortSignal): Promise<void> {
  if (daemon.kind !== "address") return;
  const milliseconds = values["start-timeout"];
  const running = await daemonAt(daemon.address, { milliseconds, signal });
  await askToClear(running, { allowClear: values["allow-clear"], milliseconds });
  if (!values["allow-clear"]) return;
  const control = await openControl(running, milliseconds);
  await control.clear();
  control.close();
}

function measurable(daemons: readonly BenchDaemon[], startSeconds: number): Daemon[] {
  if (daemons.length === 0) {
    return [nodeDaemon("reference", startSeconds, "../../server/main.js", "-cborrpc", "127.0.0.1:{port}")];
  }
  return daemons.map((daemon) =>
    daemon.kind === "address"
      ? addressDaemon(daemon.name, daemon.address)
      : commandDaemon(daemon.name, daemon.command, startSeconds),
  );
}

function echo(startSeconds: number): Daemon {
  return nodeDaemon("echo", startSeconds, "../bench/echo-main.js", "{port}");
}

/** A daemon that is a program of this package; `file` is relative to this file. */
function nodeDaemon(name: string, startSeconds: number, file: string, ...args: string[]): Daemon {
  const main = fileURLToPath(new URL(file, import.meta.url));
  return commandDaemon(name, [process.execPath, main, ...args], startSeconds);
}

function headline(size: Size): string {
  const { cpus, node, platform } = machine();
  return `${cpus} CPUs, Node ${node}, ${platform}; ${size.turns} turns of ${size.seconds} s each`;
}

function machine() {
  return { cpus: availableParallelism(), node: process.versions.node, platform: process.platform };
}

/** Prints progress as one line that overwrites itself, if stderr is a terminal. */
function progress({ stderr }: Surroundings): (what: string) => void {
  if (stderr.isTTY !== true) return () => {};
  return (what) => stderr.write(overwriting(what, stderr));
}

function unmeasured(around: Surroundings, why: string): ExitCode {
  around.stderr.write(`coordinate-conformance bench: ${visibleText(why)}\n`);
  return EXIT.unmeasured;
}
