// Converts the events of a pytest run to results of the suite, without side effects.
import { visibleText } from "../cbor/visible.ts";
import { counted } from "../counted.ts";
import type { Problem, Result } from "../run/result.ts";
import type { ImportedClient } from "./client.ts";
import type { CollectedTest, ShimEvent, TestResult } from "./events.ts";
import type { Ending } from "./pytest.ts";

export type Collector = {
  handle(event: ShimEvent): void;
  /** The client that was imported; undefined until its event arrives. */
  client(): ImportedClient | undefined;
  /** Number of selected tests; undefined until its event arrives. */
  selected(): number | undefined;
  /** Adds results for the tests that did not finish. */
  finish(ending: Ending): { readonly results: readonly Result[]; readonly problems: readonly Problem[] };
};

/** Exit statuses of pytest after a complete run: all passed, some failed, nothing selected. */
const ORDERLY: readonly (number | undefined)[] = [0, 1, 5];

export function createCollector(onResult: (result: Result) => void): Collector {
  let collected: readonly CollectedTest[] | undefined;
  let running: string | undefined;
  let client: ImportedClient | undefined;
  const results: Result[] = [];
  const problems: Problem[] = [];
  const add = (result: Result) => {
    results.push(result);
    onResult(result);
  };
  const titleOf = (test: string) => collected?.find((each) => each.test === test)?.title ?? "";

  return {
    selected: () => collected?.length,
    client: () => client,
    handle(event) {
      switch (event.event) {
        case "collected":
          collected = event.tests;
          break;
        case "start":
          running = event.test;
          break;
        case "result":
          running = undefined;
          add(resultOf(event, titleOf(event.test)));
          break;
        case "refused":
          problems.push({ outcome: "unmeasured", message: refusal(event.specs) });
          break;
        case "uncollectable":
          problems.push({ outcome: "unmeasured", message: `${event.module} cannot be collected:\n${event.message}` });
          break;
        case "session":
          client = event.client;
          break;
        case "fresh":
        case "advance":
        case "call":
        case "wait":
        case "end":
          break;
        default:
          event satisfies never;
      }
    },
    finish(ending) {
      if (problems.length === 0) problems.push(...problemsOf(ending));
      const reported = new Set(results.map((result) => result.case));
      for (const { test, title } of collected ?? []) {
        if (!reported.has(test)) add(unfinished(test, title, ending, test === running));
      }
      return { results, problems };
    },
  };
}

/** A result with empty values for the fields that only goldens use. */
export function pythonResult(
  fields: Pick<Result, "case" | "outcome" | "title"> & Partial<Pick<Result, "milliseconds" | "reason" | "detail">>,
): Result {
  return {
    suite: "python",
    milliseconds: 0,
    reason: undefined,
    detail: undefined,
    file: undefined,
    differences: [],
    expected: 0,
    listed: [],
    requires: [],
    stale: [],
    bytes: { compared: 0, masked: 0 },
    ...fields,
  };
}

function resultOf({ test, outcome, calls, seconds, message }: TestResult, title: string): Result {
  const answered = `${counted(calls, "call")} answered`;
  return pythonResult({
    case: test,
    outcome: ({ passed: "passed", failed: "diverged", skipped: "not-run" } as const)[outcome],
    title: title === "" ? answered : `${title} (${answered})`,
    milliseconds: Math.round(seconds * 1000),
    reason: outcome === "passed" ? undefined : oneLine(message ?? outcome),
    detail: outcome === "failed" ? message : undefined,
  });
}

/** The line of a Python traceback with the exception. */
function oneLine(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const raised = lines.find((line) => /^E\s/.test(line));
  return (raised?.replace(/^E\s+/, "") ?? lines.at(-1) ?? "").trim();
}

function unfinished(test: string, title: string, { stopped }: Ending, running: boolean): Result {
  if (running && stopped === "stalled") {
    return pythonResult({
      case: test,
      title,
      outcome: "diverged",
      reason: "nothing happened for two minutes: a call is not answered",
    });
  }
  if (running && stopped === undefined) {
    return pythonResult({ case: test, title, outcome: "unmeasured", reason: "Python ended during this test" });
  }
  const reason = stopped === "interrupted" ? "interrupted" : "the run ended before";
  return pythonResult({ case: test, title, outcome: "not-run", reason });
}

function problemsOf({ status, stopped, failure, output }: Ending): Problem[] {
  if (failure !== undefined) {
    return [{ outcome: "unmeasured", message: failure instanceof Error ? failure.message : String(failure) }];
  }
  if (stopped === "interrupted") return [{ outcome: "unmeasured", message: "the run was interrupted" }];
  if (stopped === "stalled" || ORDERLY.includes(status)) return [];
  const ended = status === undefined ? "was ended by a signal" : `ended with status ${status}`;
  return [{ outcome: "unmeasured", message: `pytest ${ended}:\n${visibleText(output.trim())}` }];
}

function refusal(specs: readonly string[]): string {
  const some = specs.slice(0, 5).join(", ");
  const named = specs.length > 5 ? `${some}, ...` : some;
  return `the daemon holds ${counted(specs.length, "work spec")} (${named}); --allow-clear lets the tests delete them`;
}
