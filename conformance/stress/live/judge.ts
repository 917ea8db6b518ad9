// Judges a history that was written before, without the daemon.
import { Checker } from "../checker/checker.ts";
import type { ViolationKind } from "../checker/violation.ts";
import type { FaultName } from "../faults/fault.ts";
import { FAULT_NAMES } from "../faults/fault.ts";
import type { Entry, FaultNote } from "../history/call.ts";
import { HistoryDecoder, HistoryError } from "../history/decode.ts";
import { readHistory } from "../history/file.ts";
import { HistoryMerge } from "../history/merge.ts";
import { Latencies } from "../latency.ts";
import { Findings } from "./findings.ts";
import type { StressResult } from "./result.ts";

/** @throws HistoryError */
export async function judgeHistory(
  file: string,
  { allowed, leastCalls, again }: { allowed: readonly ViolationKind[]; leastCalls: number; again: string },
): Promise<StressResult> {
  const { header, parts } = await readHistory(file);
  const findings = new Findings(allowed);
  const checker = new Checker({ slack: header.slack, onViolation: (violation) => findings.add(violation) });
  const latencies = new Latencies();
  const notes: FaultNote[] = [];
  const faults = new Map<FaultName, number>();
  let last = 0;
  const take = (entry: Entry) => {
    if (entry.kind === "fault") {
      notes.push(entry.note);
      const name = FAULT_NAMES.find((each) => each === entry.note.fault);
      if (name !== undefined) faults.set(name, (faults.get(name) ?? 0) + 1);
    } else if (entry.kind === "call") {
      last = Math.max(last, entry.call.end);
      if (entry.call.answer.is !== "none") latencies.add(entry.call.end - entry.call.start);
    }
    checker.take(entry);
  };
  const merge = new HistoryMerge(header.streams, { take });
  const decoders = Array.from({ length: header.streams }, () => new HistoryDecoder());
  for await (const { stream, bytes } of parts) {
    const decoder = decoders[stream];
    if (decoder === undefined)
      throw new HistoryError(`${file} has a part of thread ${stream}, and names ${header.streams}`);
    decoder.read(bytes, (entry) => merge.take(stream, entry));
  }
  checker.finish();
  const { counts } = checker;
  const isFound = findings.violations.length > 0;
  const isMeasured = counts.answered >= leastCalls;
  return {
    verdict: isFound ? "invalid" : isMeasured ? "valid" : "not measured",
    reason: isFound || isMeasured ? null : `only ${counts.answered} calls were answered, and ${leastCalls} are needed`,
    target: header.target,
    seed: header.seed,
    clients: header.clients,
    startedAt: header.startedAt,
    seconds: last / 1_000_000,
    counts,
    violations: findings.violations,
    kinds: findings.kinds,
    allowed: findings.allowed,
    faults,
    notes,
    latency: { half: latencies.quantile(0.5), most: latencies.quantile(0.99), longest: latencies.longest },
    memory: [],
    again,
  };
}
