// Combines the events of the pytest plugin and the exchanges of the proxy into sessions: the calls of one test, in
// order. Calls of the plugin itself belong to no event and are left out.

import { findItem } from "../cbor/lookup.ts";
import { stringOf } from "../cbor/reading.ts";
import type { CollectedTest, ShimEvent } from "../python/events.ts";
import type { Exchange } from "../traffic/exchange.ts";

export type Session = {
  /** MODULE::TEST */
  readonly test: string;
  /** First paragraph of the test's docstring; empty for an upstream test. */
  readonly title: string;
  /** Clauses and points from the test's `requires` marker. */
  readonly requires: readonly string[];
  readonly steps: readonly SessionStep[];
};

export type SessionStep = SessionWait | SessionExchange;
type SessionWait = { readonly kind: "wait"; readonly seconds: number };
export type SessionExchange = Exchange & {
  readonly kind: "exchange";
  /** Number of the connection, from 1 in the order of first use by the test. */
  readonly conn: number;
};

type SessionErrorCode = "lost-call" | "failed" | "unlike" | "unexplained" | "unnamed" | "machine";

/** A session that cannot become a golden. */
export class SessionError extends Error {
  override readonly name = "SessionError";
  readonly code: SessionErrorCode;
  constructor(code: SessionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type SessionCollector = {
  /** Processes an event of the pytest plugin. @throws SessionError for a call that did not pass through the proxy */
  handle(event: ShimEvent): void;
  /** Sessions of all tests that ran, whether they passed or not. */
  readonly sessions: readonly Session[];
  /** Tests that did not pass or could not be collected, each with the reason. */
  readonly failures: readonly string[];
  /** Name of the client, `coordinate 0.1.5 / CPython 2.7.18`; undefined until the plugin has reported it. */
  client(): string | undefined;
};

/** @param take RecordingProxy.take(): the next exchange on the connection from this local port */
export function collectSessions(take: (port: number) => Exchange | undefined): SessionCollector {
  const sessions: Session[] = [];
  const failures: string[] = [];
  let client: string | undefined;
  let collected: readonly CollectedTest[] = [];
  let steps: SessionStep[] = [];
  let ports: number[] = [];

  return {
    sessions,
    failures,
    client: () => client,
    handle(event) {
      switch (event.event) {
        case "session":
          client = `coordinate ${event.client.version} / ${event.implementation} ${event.python}`;
          break;
        case "collected":
          collected = event.tests;
          break;
        case "start":
          steps = [];
          ports = [];
          break;
        case "wait":
          steps.push({ kind: "wait", seconds: event.seconds });
          break;
        case "call": {
          const exchange = take(event.port);
          if (exchange === undefined || methodOf(exchange.send) !== event.method) {
            throw new SessionError("lost-call", `the call of ${event.method} did not go through the proxy`);
          }
          if (!ports.includes(event.port)) ports.push(event.port);
          steps.push({ kind: "exchange", conn: ports.indexOf(event.port) + 1, ...exchange });
          break;
        }
        case "result": {
          const { test } = event;
          if (event.outcome !== "passed")
            failures.push(`${test} ${event.outcome}: ${event.message ?? "no reason given"}`);
          const { title = "", requires = [] } = collected.find((each) => each.test === test) ?? {};
          sessions.push({ test, title, requires, steps });
          break;
        }
        case "uncollectable":
          failures.push(`${event.module} cannot be collected: ${event.message}`);
          break;
        case "refused":
          failures.push(`the daemon holds work specs: ${event.specs.join(", ")}`);
          break;
        case "fresh":
        case "advance":
        case "end":
          break;
        default:
          event satisfies never;
      }
    },
  };
}

/** The method of a request as the plugin's events spell it: decoded, with replacement characters for invalid bytes. */
function methodOf(request: Uint8Array): string | undefined {
  const name = stringOf(findItem(request, "method")?.item);
  return name === undefined ? undefined : Buffer.from(name, "latin1").toString("utf8");
}
