// Reads a stored history and checks some or all of its work specs.
import { Checker, type CheckerCounts } from "../checker/checker.ts";
import type { Violation, ViolationKind } from "../checker/violation.ts";
import type { Part } from "../checker/world.ts";
import type { Entry, FaultNote } from "../history/call.ts";
import { HistoryDecoder, HistoryError } from "../history/decode.ts";
import { type HistoryHeader, readHistory } from "../history/file.ts";
import { HistoryMerge } from "../history/merge.ts";
import { Latencies } from "../latency.ts";
import { Findings } from "./findings.ts";

export type PartJob = { readonly file: string; readonly allowed: readonly ViolationKind[]; readonly part: Part };

export type JudgedPart = {
  readonly header: HistoryHeader;
  readonly counts: CheckerCounts;
  readonly violations: readonly Violation[];
  readonly kinds: ReadonlyMap<ViolationKind, number>;
  readonly allowed: ReadonlyMap<ViolationKind, number>;
  readonly notes: readonly FaultNote[];
  /** Why requested faults could not be injected, by the name of the fault. */
  readonly hindered: ReadonlyMap<string, string>;
  readonly latency: { readonly half: number; readonly most: number; readonly longest: number };
  /** End of the last call, in microseconds since the start of the history. */
  readonly last: number;
};

/** @throws HistoryError if the file is not a readable history */
export async function judgePart({ file, allowed, part }: PartJob): Promise<JudgedPart> {
  const { header, parts } = await readHistory(file);
  const findings = new Findings(allowed);
  const checker = new Checker({ slack: header.slack, part, onViolation: (violation) => findings.add(violation) });
  const latencies = new Latencies();
  const notes: FaultNote[] = [];
  const hindered = new Map<string, string>();
  let last = 0;
  const take = (entry: Entry) => {
    if (entry.kind === "fault") notes.push(entry.note);
    else if (entry.kind === "hindered") hindered.set(entry.fault, entry.why);
    else if (entry.kind === "complaint" && part.index === 0) findings.complain(entry.complaint);
    else if (entry.kind === "call") {
      last = Math.max(last, entry.call.end);
      if (part.index === 0 && entry.call.answer.is !== "none") latencies.add(entry.call.end - entry.call.start);
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
  return {
    header,
    counts: checker.counts,
    violations: findings.violations,
    kinds: findings.kinds,
    allowed: findings.allowed,
    notes,
    hindered,
    latency: { half: latencies.quantile(0.5), most: latencies.quantile(0.99), longest: latencies.longest },
    last,
  };
}
