// `coordinate-conformance shadow`: proxies clients to one daemon, sends the same calls to a second one, and compares them.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type Address, formatAddress, parseAddress } from "../client/address.ts";
import { startDaemon } from "../client/daemon.ts";
import { dial } from "../client/wire.ts";
import { type Surroundings, UsageError } from "../command.ts";
import { COMPARE_LEVELS } from "../judge/difference.ts";
import { findPeer } from "../peers/find.ts";
import { prepareReports, printReports } from "../report/print.ts";
import { exitCodeOf, type Run } from "../run/result.ts";
import { type Batch, batching, type Start } from "../shadow/messages.ts";
import { createGate } from "../traffic/gate.ts";
import { startProxy } from "../traffic/proxy.ts";
import type { Action } from "./command.ts";
import type { shadowTable } from "./options/shadow.ts";
import type { ValuesOf } from "./table/table.ts";

type ShadowValues = ValuesOf<typeof shadowTable>;

export const shadow: Action<typeof shadowTable> = async ({ values }, around) => {
  const { stderr, signal } = around;
  const { proxy: listen, primary, secondary } = values;
  if (listen === undefined || primary === undefined || secondary === undefined) {
    throw new UsageError("say who takes part: --proxy [HOST]:PORT, --primary DAEMON and --secondary DAEMON");
  }
  const peers = { primary: values["primary-peer"], secondary: values["secondary-peer"] };
  prepareReports(values.report);
  const stops: (() => Promise<void>)[] = [];
  try {
    const one = await daemonOf(primary, values, signal, stops);
    const other = await daemonOf(secondary, values, signal, stops);
    const thread = startThread({
      daemon: `${primary} served, ${secondary} in its shadow`,
      secondary: other,
      milliseconds: values.timeout,
      compare: values.compare ?? levelOf(peers),
      peers,
      backlog: values.backlog,
    });
    stops.push(thread.stop);
    const unreachable = (error: unknown) => void stderr.write(`the primary cannot be reached: ${String(error)}\n`);
    const now = () => Date.now() / 1000;
    const connect = () => dial(one);
    const gate = values.exact ? createGate() : undefined;
    const proxy = await startProxy({ connect, listen, now, gate, watch: thread.watch, unreachable });
    stderr.write(`clients of ${proxy.address} are served by ${formatAddress(one)}, until Ctrl-C\n`);
    try {
      await writeNowAndThen(thread, values, around);
    } finally {
      proxy.close();
    }
    const run = await thread.report("settled");
    print(run, values, around);
    return exitCodeOf(run);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
};

/** Writes the reports that go to files every `--every`, until interrupted; reports to stdout are printed at the end. */
async function writeNowAndThen(thread: Thread, values: ShadowValues, around: Surroundings): Promise<void> {
  const { signal } = around;
  const reports = values.report.filter(({ file }) => file !== undefined);
  if (reports.length === 0) {
    if (!signal.aborted) await once(signal, "abort");
    return;
  }
  while (!signal.aborted) {
    await sleep(values.every, undefined, { signal }).catch(() => {});
    if (!signal.aborted) print(await thread.report("now"), { ...values, report: reports }, around);
  }
}

function print(
  run: Run,
  { report: reports, verbose }: Pick<ShadowValues, "report" | "verbose">,
  around: Surroundings,
): void {
  // A group of differences cannot be repeated alone, so suggest to trace the calls of its method.
  const again = (id: string) => {
    const [method = ""] = id.split("/").at(-1)?.split("(") ?? [];
    return `coordinate-conformance trace --judge --proxy [HOST]:PORT --upstream HOST:PORT --method ${method}`;
  };
  printReports(run, { reports, verbose }, again, around);
}

/** The comparison level: the loosest one at which a given peer's divergences are listed, by default `ordered`. */
function levelOf({ primary, secondary }: Start["peers"]): Start["compare"] {
  const levels = [primary, secondary].flatMap((name) => (name === undefined ? [] : findPeer(name).compare));
  return COMPARE_LEVELS.find((level) => levels.includes(level)) ?? "ordered";
}

async function daemonOf(
  given: string,
  { "start-timeout": milliseconds }: ShadowValues,
  signal: AbortSignal,
  stops: (() => Promise<void>)[],
): Promise<Address> {
  if (!given.includes("{port}")) return parseAddress(given);
  const daemon = await startDaemon(given.split(/\s+/), { milliseconds, signal });
  stops.push(() => daemon.stop());
  return daemon.address();
}

type Thread = ReturnType<typeof startThread>;

function startThread(start: Start) {
  const worker = new Worker(new URL("../shadow/worker.js", import.meta.url), { workerData: start });
  const { watch, flush } = batching((batch: Batch) => worker.postMessage(batch));
  return {
    watch,
    async report(when: "now" | "settled"): Promise<Run> {
      flush(when);
      const [run]: Run[] = await once(worker, "message");
      if (run === undefined) throw new Error("the comparing thread gave no report");
      return run;
    },
    stop: async () => void (await worker.terminate()),
  };
}
