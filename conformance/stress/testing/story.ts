// Short histories for tests: calls with times in seconds, and the checker's result for them.
import { Checker } from "../checker/checker.ts";
import type { Violation } from "../checker/violation.ts";
import type { AddedUnit, Answer, Call, Request, Restart } from "../history/call.ts";

const SECOND = 1_000_000;
export const OK: Answer = { is: "done", done: true };
export const NO: Answer = { is: "done", done: false };
export const LOST: Answer = { is: "none" };

/** A call with its start and end in seconds. */
export function call(from: number, to: number, request: Request, answer: Answer, client = 0): Call {
  return { client, start: Math.round(from * SECOND), end: Math.round(to * SECOND), request, answer };
}

type Limits = Partial<Omit<Request & { do: "set-spec" }, "do" | "spec">>;

export const setSpec = (spec: string, limits: Limits = {}) =>
  ({
    do: "set-spec",
    spec,
    successor: "",
    maxRunning: 0,
    maxGetwork: 0,
    maxRetries: 0,
    interval: -1,
    ...limits,
  }) satisfies Request;

export const add = (key: string, priority = 0, delay = 0, spec = "s") =>
  ({ do: "add", spec, units: [{ key, priority, delay }] }) satisfies Request;

export const getWork = (worker = "w", lease = 10, most = 1, specs: readonly string[] = ["s"]) =>
  ({ do: "get-work", worker, specs, most, lease }) satisfies Request;

export const work = (...keys: string[]) => ({ is: "work", spec: "s", keys }) satisfies Answer;

export const update = (key: string, status: number, lease = 0, output: readonly AddedUnit[] = []) =>
  ({ do: "update", spec: "s", key, status, lease, worker: "w", output }) satisfies Request;

export const plain = (key: string): AddedUnit => ({ key, priority: 0, delay: 0 });

export const heartbeat = (worker: string, lifetime = 5, parent = "") =>
  ({ do: "heartbeat", worker, lifetime, parent }) satisfies Request;

export const status = (...keys: string[]) => ({ do: "status", spec: "s", keys }) satisfies Request;

export const said = (...list: (number | null)[]) =>
  ({
    is: "statuses",
    statuses: list.map((each) => (each === null ? null : { status: each, worker: "" })),
  }) satisfies Answer;

export const remove = (...keys: string[]) => ({ do: "delete", spec: "s", keys, status: 0 }) satisfies Request;

export const number = (value: number) => ({ is: "number", number: value }) satisfies Answer;

export const keys = (...list: string[]) => ({ is: "keys", keys: list }) satisfies Answer;

export const list = (limit = 100, after = "", only = 0) =>
  ({ do: "list", spec: "s", status: only, after, limit }) satisfies Request;

export const lock = (owner: string, path = "0", seconds = 10) =>
  ({ do: "lock", owner, seconds, path: ["locks", ...path.split("/")] }) satisfies Request;

export const addAll = (...all: string[]) => ({ do: "add", spec: "s", units: all.map(plain) }) satisfies Request;

export const count = { do: "count", spec: "s" } satisfies Request;

export const counts = (...each: [number, number, number, number]) => ({ is: "counts", counts: each }) satisfies Answer;

/** A reply with the status of one pending unit and its holder. */
export const holder = (worker: string) => ({ is: "statuses", statuses: [{ status: 3, worker }] }) satisfies Answer;

export const control = (to: "running" | "paused" | "", maxRunning = -1) =>
  ({ do: "control", spec: "s", status: to, maxRunning }) satisfies Request;

export const unlock = (owner: string, path = "0") =>
  ({ do: "unlock", owner, path: ["locks", ...path.split("/")] }) satisfies Request;

export const renewLock = (owner: string, seconds: number) =>
  ({ do: "renew-lock", owner, seconds, path: ["locks", "0"] }) satisfies Request;

export const readLock = { do: "read-lock", path: ["locks", "0"] } satisfies Request;

export const owner = (name: string | null) => ({ is: "owner", owner: name }) satisfies Answer;

/** A restart of the daemon, with its start and end in seconds. */
export function restart(from: number, to: number, durable: boolean): Restart {
  return { start: Math.round(from * SECOND), end: Math.round(to * SECOND), durable };
}

/** The violations that the checker finds in a history, in the order found. */
export function judged(...entries: (Call | Restart)[]): Violation[] {
  const found: Violation[] = [];
  const checker = new Checker({ slack: 0, onViolation: (violation) => found.push(violation) });
  for (const each of entries) {
    checker.take("durable" in each ? { kind: "restart", restart: each } : { kind: "call", call: each });
  }
  checker.finish();
  return found;
}
