// Parses the events that the pytest plugin sends, one JSON object per line (python-shim/coordinate_shim/events.py).

import { visibleText } from "../cbor/visible.ts";
import type { ImportedClient } from "./client.ts";

/** Description of a test before it runs. */
export type CollectedTest = {
  /** `MODULE::TEST` */
  readonly test: string;
  /** First paragraph of its docstring; empty for the upstream tests. */
  readonly title: string;
  readonly slow: boolean;
  /** Source of the asserted behaviour, from the test's `requires` marker. */
  readonly requires: readonly string[];
};

export type ShimEvent =
  | {
      readonly event: "session";
      readonly implementation: string;
      readonly python: string;
      readonly pytest: string;
      readonly client: ImportedClient;
    }
  | { readonly event: "refused"; readonly specs: readonly string[] }
  | { readonly event: "uncollectable"; readonly module: string; readonly message: string }
  | { readonly event: "collected"; readonly tests: readonly CollectedTest[] }
  | { readonly event: "fresh" }
  | { readonly event: "start"; readonly test: string }
  | { readonly event: "call"; readonly method: string; readonly port: number }
  | { readonly event: "wait"; readonly seconds: number }
  /** A request to advance the test clock. */
  | { readonly event: "advance"; readonly seconds: number }
  | TestResult
  | { readonly event: "end"; readonly status: number };

export type TestResult = {
  readonly event: "result";
  readonly test: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Number of calls that the daemon answered. */
  readonly calls: number;
  readonly seconds: number;
  /** Traceback of a failure, or reason of a skip. */
  readonly message: string | undefined;
};

/** A line is not a valid event, which means that plugin and parser are of different versions. */
class EventError extends Error {
  override readonly name = "EventError";
  readonly code = "event";
}

/** @throws EventError */
export function parseEvent(line: string): ShimEvent {
  const fields = fieldsOf(line);
  const { event } = fields;
  switch (event) {
    case "session":
      return {
        event,
        implementation: text(fields, "implementation"),
        python: text(fields, "python"),
        pytest: text(fields, "pytest"),
        client: importedClient(record(fields.client, line)),
      };
    case "refused":
      return { event, specs: list(fields, "specs").map(String) };
    case "uncollectable":
      return { event, module: text(fields, "module"), message: visibleText(text(fields, "message")) };
    case "collected":
      return { event, tests: list(fields, "tests").map((each) => collectedTest(record(each, line))) };
    case "fresh":
      return { event };
    case "start":
      return { event, test: text(fields, "test") };
    case "call":
      return { event, method: text(fields, "method"), port: number(fields, "port") };
    case "wait":
    case "advance":
      return { event, seconds: number(fields, "seconds") };
    case "result":
      return testResult(fields);
    case "end":
      return { event, status: number(fields, "status") };
    default:
      throw new EventError(`Cannot read event: '${String(event)}' is not known.`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(line: string): Fields {
  try {
    return record(JSON.parse(line), line);
  } catch (cause) {
    if (cause instanceof EventError) throw cause;
    throw new EventError(`Cannot read event: no JSON in '${line}'.`, { cause });
  }
}

function testResult(fields: Fields): TestResult {
  const outcome = text(fields, "outcome");
  if (outcome !== "passed" && outcome !== "failed" && outcome !== "skipped") {
    throw new EventError(`Cannot read event: outcome '${outcome}' is not known.`);
  }
  return {
    event: "result",
    test: text(fields, "test"),
    outcome,
    calls: number(fields, "calls"),
    seconds: number(fields, "seconds"),
    message: fields.message === null ? undefined : visibleText(text(fields, "message")),
  };
}

function importedClient(fields: Fields): ImportedClient {
  return { version: text(fields, "version"), folder: text(fields, "folder") };
}

function collectedTest(fields: Fields): CollectedTest {
  return {
    test: text(fields, "test"),
    title: text(fields, "title"),
    slow: fields.slow === true,
    requires: list(fields, "requires").map(String),
  };
}

function record(value: unknown, line: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new EventError(`Cannot read event: no object in '${line}'.`);
  }
  return { ...value };
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new EventError(`Cannot read event: ${name} is no text.`);
  return value;
}

function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number") throw new EventError(`Cannot read event: ${name} is no number.`);
  return value;
}

function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new EventError(`Cannot read event: ${name} is no list.`);
  return value;
}
