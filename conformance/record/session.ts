// Combines the events of the pytest plugin and the exchanges of the proxy into sessions: the calls of one test, in
// order. Calls of the plugin itself belong to no event and are left out.

import { findItem } from "../cbor/lookup.ts";
import { stringOf } from "../cbor/reading.ts";
import type { CollectedTest, ShimEvent } from "../python/events.ts";
import type { Exchange } from "../traffic/exchange.ts";

export type Session = {
  /** MODULE::TEST */
  readonly test: string;
  /** The first paragraph of its docstring; empty for an upstream test. */
  readonly title: string;
  /** What the test says demands the behaviour. */
  readonly requires: readonly string[];
  readonly steps: readonly SessionStep[];
};

export type SessionStep = SessionWait | SessionExchange;
type SessionWait = { readonly kind: "wait"; readonly seconds: number };
export type SessionExchange = Exchange & {
  readonly kind: "exchange";
  /** Connections are numbered from 1 as the test first uses them. */
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
  /** @throws SessionError for a call that did not go through the proxy */
  handle(event: ShimEvent): void;
  /** The sessions of all tests that passed. */
  readonly sessions: readonly Session[];
  /** Tests that did not pass, each with its reason. */
  readonly failures: readonly string[];
  /** Who asked, `coordinate 0.1.5 / CPython 2.7.18`; undefined until it has told. */
  client(): string | undefined;
};

/** `take` is RecordingProxy.take(). */
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

/** As events have it: text, with a stand-in for what is none. */
function methodOf(request: Uint8Array): string | undefined {
  const name = stringOf(findItem(request, "method")?.item);
  return name === undefined ? undefined : Buffer.from(name, "latin1").toString("utf8");
}
