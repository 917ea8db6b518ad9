// Checks a stored history without a daemon. The work specs of a long one are divided among several threads.
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { elementAt } from "../../element-at.ts";
import type { ViolationKind } from "../checker/violation.ts";
import { WHOLE } from "../checker/world.ts";
import { FAULT_NAMES, type FaultName } from "../faults/fault.ts";
import { HistoryError } from "../history/decode.ts";
import { type JudgedPart, judgePart, type PartJob } from "./judge-part.ts";
import type { ThreadNews } from "./judge-thread.ts";
import { type StressResult, verdictOf } from "./result.ts";

type JudgeOptions = {
  readonly allowed: readonly ViolationKind[];
  readonly leastCalls: number;
  /** The command that repeats the check. */
  readonly again: string;
};

/** Files of fewer bytes are checked in this thread: starting threads would take longer. */
const LONG = 2_000_000;
const MOST_THREADS = 2;
/** Size of a thread's young generation, in MiB. Objects of a call live briefly; with this size few are copied by the collector. */
const YOUNG_MIB = 16;

/** @throws HistoryError if the file is not a readable history */
export async function judgeHistory(file: string, { allowed, leastCalls, again }: JudgeOptions): Promise<StressResult> {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const count = size < LONG ? 1 : Math.min(MOST_THREADS, availableParallelism());
  const judged =
    count === 1 ? [await judgePart({ file, allowed, part: WHOLE })] : await inThreads(file, allowed, count);
  const { header, counts, notes, hindered, latency, last } = elementAt(judged, 0);
  const violations = judged.flatMap((each) => each.violations).sort((a, b) => a.time - b.time);
  const faults = struckIn(header.faults, notes);
  const isFound = violations.length > 0;
  return {
    ...verdictOf({ isFound, answered: counts.answered, leastCalls, faults, hindered }),
    daemon: header.daemon,
    seed: header.seed,
    clients: header.clients,
    startedAt: header.startedAt,
    seconds: last / 1_000_000,
    counts: { ...counts, violations: judged.reduce((sum, each) => sum + each.counts.violations, 0) },
    violations,
    kinds: sumsOf(judged.map(({ kinds }) => kinds)),
    allowed: sumsOf(judged.map((each) => each.allowed)),
    faults,
    notes,
    latency,
    memory: [],
    again,
  };
}

async function inThreads(file: string, allowed: readonly ViolationKind[], count: number): Promise<JudgedPart[]> {
  const parts = await Promise.all(
    Array.from({ length: count }, (_, index) => inThread({ file, allowed, part: { index, count } })),
  );
  // After a violation a checker's further findings depend on all work specs, so the whole history is checked again in one.
  return parts.every(({ violations }) => violations.length === 0)
    ? parts
    : [await judgePart({ file, allowed, part: WHOLE })];
}

function inThread(job: PartJob): Promise<JudgedPart> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./judge-thread.js", import.meta.url), {
      workerData: job,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    thread.on("message", (news: ThreadNews) => {
      if ("judged" in news) resolve(news.judged);
      else reject(new HistoryError(news.refused));
    });
    thread.on("error", reject);
  });
}

function sumsOf(maps: readonly ReadonlyMap<ViolationKind, number>[]): Map<ViolationKind, number> {
  const sums = new Map<ViolationKind, number>();
  for (const [kind, count] of maps.flatMap((map) => [...map])) sums.set(kind, (sums.get(kind) ?? 0) + count);
  return sums;
}

function struckIn(asked: readonly string[], notes: StressResult["notes"]): Map<FaultName, number> {
  const faults = new Map(FAULT_NAMES.filter((name) => asked.includes(name)).map((name) => [name, 0]));
  for (const { fault } of notes) {
    const name = FAULT_NAMES.find((each) => each === fault);
    if (name !== undefined) faults.set(name, (faults.get(name) ?? 0) + 1);
  }
  return faults;
}
