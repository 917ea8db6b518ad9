// The text report of a stress run: calls, injected faults, and each violation with its clause and the calls that led to
// it.
import { visible } from "../../cbor/visible.ts";
import type { Paint } from "../../report/style.ts";
import type { Violation } from "../checker/violation.ts";
import type { Call } from "../history/call.ts";
import { describeCall } from "../history/describe-call.ts";
import { clauseOf, KINDS } from "../kinds.ts";
import type { StressResult } from "../live/result.ts";

/** Maximum number of violations shown, each of a different kind. */
const TOLD = 5;

export function textReport(result: StressResult, paint: Paint): string {
  const { counts, violations, kinds, allowed, faults, latency, memory } = result;
  const lines = headLines(result);
  if (latency !== null && counts.answered > 0) {
    lines.push(
      `answers within ${millis(latency.half)} (half), ${millis(latency.most)} (99 %), ${millis(latency.longest)} (all)`,
    );
  }
  if (faults.size > 0) lines.push(`faults: ${[...faults].map(([name, count]) => `${name} ${count}`).join(", ")}`);
  if (memory.length > 0)
    lines.push(`memory ${Math.min(...memory).toFixed(0)} to ${Math.max(...memory).toFixed(0)} MiB`);
  if (allowed.size > 0) lines.push(`allowed: ${[...allowed].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
  const firsts = violations.filter(({ kind }, i) => violations.findIndex((each) => each.kind === kind) === i);
  for (const violation of firsts.slice(0, TOLD)) lines.push("", ...violationLines(violation, paint));
  if (kinds.size > 0)
    lines.push("", `violations: ${[...kinds].map(([kind, count]) => `${kind} ${number(count)}`).join(", ")}`);
  lines.push(verdictLine(result, paint));
  if (result.verdict === "invalid") lines.push(`again: ${result.again}`);
  return `${lines.join("\n")}\n`;
}

/** The totals, printed to stdout even if every report goes to a file. */
export function totalsText(result: StressResult, paint: Paint): string {
  return `${[...headLines(result), verdictLine(result, paint)].join("\n")}\n`;
}

function headLines({ daemon, seed, clients, seconds, counts }: StressResult): string[] {
  return [
    `${visible(daemon)}, seed ${seed}, ${clients} clients, ${seconds.toFixed(1)} s`,
    `${number(counts.answered)} calls answered (${number(counts.answered / Math.max(seconds, 0.001))}/s), ${number(counts.lost)} without an answer, ${number(counts.handedOut)} units handed out${counts.restarts === 0 ? "" : `, ${counts.restarts} restarts`}`,
  ];
}

function violationLines({ kind, what, subject, call, own }: Violation, paint: Paint): string[] {
  const clause = clauseOf(kind);
  return [
    paint("red", visible(`${kind}: ${what}`)),
    ...(clause === null ? [] : [`  ${clause.id}: ${clause.sentence}`]),
    ...(own.length === 0 ? [] : [`  the last calls on ${visible(subject)}:`, ...own.map(lineOf)]),
    ...(call === null || own.includes(call) ? [] : ["  the call that shows it:", lineOf(call)]),
  ];
}

/** A call as a line. Control characters are escaped, since it may contain messages of the daemon. */
const lineOf = (call: Call) => `    ${visible(describeCall(call))}`;

function verdictLine({ verdict, reason, violations, kinds }: StressResult, paint: Paint): string {
  switch (verdict) {
    case "valid":
      return paint("green", "valid");
    case "invalid": {
      const count = [...kinds.values()].reduce((sum, each) => sum + each, 0);
      const [first] = violations;
      return paint(
        "red",
        `invalid: ${number(count)} violations, the first: ${first === undefined ? "" : KINDS[first.kind].title}`,
      );
    }
    case "not measured":
      return paint("yellow", `not measured: ${reason ?? ""}`);
    default:
      return verdict satisfies never;
  }
}

const number = (value: number) => Math.round(value).toLocaleString("en");
const millis = (microseconds: number) => `${(microseconds / 1_000).toFixed(1)} ms`;
