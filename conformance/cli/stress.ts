// The command `stress`: runs a workload with faults on a daemon and checks its history, or checks a stored history again.

import { writeFileSync } from "node:fs";
import { formatAddress } from "../client/address.ts";
import { daemonAt, startDaemon } from "../client/daemon.ts";
import { openControl } from "../client/isolate.ts";
import { askToClear } from "../client/permission.ts";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { grouped } from "../counted.ts";
import { prepareFile, prepareReports } from "../report/print.ts";
import { overwriting, painter, wantsColour } from "../report/style.ts";
import { goldens } from "../run/suite.ts";
import { type FakeTime, fakeTime, NO_FAKETIME } from "../stress/faults/faketime.ts";
import type { FaultName } from "../stress/faults/fault.ts";
import { harmless, requestsIn } from "../stress/hostile/corpus.ts";
import { hostileFrames } from "../stress/hostile/frames.ts";
import { judgeHistory } from "../stress/live/judge.ts";
import type { StressResult, Verdict } from "../stress/live/result.ts";
import { type Progress, type StressOptions, stressRun } from "../stress/live/run.ts";
import { htmlReport } from "../stress/report/html.ts";
import { jsonReport } from "../stress/report/json.ts";
import { junitReport } from "../stress/report/junit.ts";
import { textReport, totalsText } from "../stress/report/text.ts";
import type { Action } from "./command.ts";
import { stressTable } from "./options/stress.ts";
import { commandAgain, shellLine } from "./table/again.ts";
import type { Line } from "./table/parse.ts";

type StressLine = Line<typeof stressTable.groups>;

const EXITS: Record<Verdict, ExitCode> = { valid: EXIT.ok, invalid: EXIT.diverged, "not measured": EXIT.unmeasured };
/** Faults that need a daemon started by this tool. */
const NEED_A_COMMAND: readonly FaultName[] = ["clock", "restart"];

export const stress: Action<typeof stressTable> = async (line, around) => {
  const { address, command, judge } = line.values;
  if ([address, command, judge].filter((each) => each !== undefined).length !== 1) {
    throw new UsageError("say what to measure: --address HOST:PORT, or -- COMMAND..., or --judge FILE");
  }
  prepareReports(line.values.report);
  if (line.values.history !== undefined) prepareFile(line.values.history);
  const result = judge === undefined ? await measure(line, around) : await judged(judge, line);
  print(result, line, around);
  return EXITS[result.verdict];
};

async function judged(file: string, { values, argv }: StressLine): Promise<StressResult> {
  const again = shellLine(["coordinate-conformance", "stress", ...argv]);
  return await judgeHistory(file, { allowed: values.allow, leastCalls: values["least-calls"], again });
}

async function measure(line: StressLine, around: Surroundings): Promise<StressResult> {
  const { values } = line;
  const faults = values.faults ?? [];
  const missing = values.address === undefined ? undefined : NEED_A_COMMAND.find((name) => faults.includes(name));
  if (values.threads !== undefined && values.processes !== undefined) {
    throw new UsageError("--threads and --processes are two ways to do the same");
  }
  if (faults.includes("kill-process") && values.processes === undefined) {
    throw new UsageError("the fault kill-process needs --processes: clients in a process of their own");
  }
  if (missing !== undefined) throw new UsageError(`the fault ${missing} needs a daemon that is started for the run`);
  const clock = values.command !== undefined && faults.includes("clock") ? fakeTime(values.command, around.env) : null;
  try {
    return await onDaemon(line, around, clock);
  } finally {
    clock?.remove();
  }
}

async function onDaemon(line: StressLine, around: Surroundings, clock: FakeTime | null): Promise<StressResult> {
  const { values } = line;
  const start = { milliseconds: values["start-timeout"], signal: around.signal };
  const seed = values.seed ?? Math.floor(Math.random() * 2 ** 31);
  const shared = {
    seed,
    clients: values.clients,
    threads: values.processes ?? values.threads ?? 0,
    inProcesses: values.processes !== undefined,
    milliseconds: values.minutes,
    rate: values.rate ?? 0,
    timeout: values.timeout,
    faults: values.faults ?? [],
    durable: values.durable,
    allowed: values.allow,
    keepGoing: values["keep-going"],
    leastCalls: values["least-calls"],
    file: values.history,
    setClock: clock === null ? null : clock.set,
    hindered: new Map<FaultName, string>(clock === null ? [["clock", NO_FAKETIME]] : []),
    hostileFrame: hostileFrame(seed, (values.faults ?? []).includes("hostile")),
    signal: around.signal,
    again: commandAgain(stressTable, line, ["--seed", String(seed)]),
  };
  const progress = createProgress(around);
  if (values.address !== undefined) {
    const { address } = values;
    const daemon = await daemonAt(address, start);
    await askToClear(daemon, { allowClear: values["allow-clear"], milliseconds: values.timeout });
    const control = await openControl(daemon, values.timeout);
    await control.isolate([]);
    control.close();
    const none = { pid: () => undefined, crash: () => undefined, restart: () => Promise.resolve() };
    return await run({ ...shared, ...none, name: formatAddress(address), address: () => address }, progress);
  }
  const daemon = await startDaemon(clock?.command ?? values.command ?? [], start);
  try {
    const { address, pid, crash, restart } = daemon;
    const name = (values.command ?? []).join(" ");
    return await run({ ...shared, name, address, pid, crash, restart }, progress);
  } finally {
    await daemon.stop();
  }
}

async function run(
  options: Omit<StressOptions, "onProgress">,
  progress: ReturnType<typeof createProgress>,
): Promise<StressResult> {
  try {
    return await stressRun({ ...options, onProgress: progress.tell });
  } finally {
    progress.done();
  }
}

/** A generator of hostile frames. Reads the goldens that they are derived from only if wanted, since that takes seconds. */
function hostileFrame(seed: number, isWanted: boolean): () => Buffer {
  const frames = hostileFrames(isWanted ? harmless(requestsIn(goldens())) : [], seed);
  return () => frames.next().value;
}

function createProgress({ stderr }: Surroundings): { tell(progress: Progress): void; done(): void } {
  if (stderr.isTTY !== true) return { tell() {}, done() {} };
  return {
    tell({ seconds, calls, violations, units, isTakingStock }) {
      const line = `${seconds.toFixed(0)} s  ${grouped(calls)} calls, ${grouped(units)} units, ${violations} violations${isTakingStock ? ", taking stock" : ""}`;
      stderr.write(overwriting(line, stderr));
    },
    done() {
      stderr.write(overwriting("", stderr));
    },
  };
}

function print(result: StressResult, { values }: StressLine, { stdout, env }: Surroundings): void {
  for (const { format, file } of values.report) {
    const colour = file === undefined && wantsColour(stdout, env);
    const text = {
      text: () => textReport(result, painter(colour)),
      json: () => jsonReport(result),
      junit: () => junitReport(result),
      html: () => htmlReport(result),
    }[format]();
    if (file === undefined) stdout.write(text);
    else writeFileSync(file, text);
  }
  if (values.report.every(({ file }) => file !== undefined)) {
    stdout.write(totalsText(result, painter(wantsColour(stdout, env))));
  }
}
