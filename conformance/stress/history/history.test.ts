import { describe, expect, it } from "vitest";
import type { Answer, Entry, Request } from "./call.ts";
import { HistoryDecoder } from "./decode.ts";
import { HistoryEncoder } from "./encode.ts";

const REQUESTS: Request[] = [
  { do: "set-spec", spec: "s", successor: "t", maxRunning: 3, maxGetwork: 0, maxRetries: 2, interval: -1 },
  {
    do: "add",
    spec: "s",
    units: [
      { key: "a", priority: -3, delay: 2 },
      { key: "ü", priority: 300, delay: 0 },
    ],
  },
  { do: "get-work", worker: "w", specs: ["s", "t"], most: 7, lease: 4 },
  {
    do: "update",
    spec: "s",
    key: "a",
    status: 4,
    lease: 0,
    worker: "w",
    output: [{ key: "b", priority: -1, delay: 3 }],
  },
  { do: "prioritize", spec: "s", keys: ["a"], priority: -1, by: "both" },
  { do: "control", spec: "s", status: "paused", maxRunning: -1 },
  { do: "delete", spec: "s", keys: ["a"], status: 5 },
  { do: "status", spec: "s", keys: ["a"] },
  { do: "list", spec: "s", status: 0, after: "", limit: 20 },
  { do: "count", spec: "s" },
  { do: "heartbeat", worker: "w", lifetime: 30, parent: "p" },
  { do: "unregister", worker: "w" },
  { do: "workers" },
  { do: "children", worker: "p" },
  { do: "clear" },
  { do: "lock", owner: "w", seconds: 5, path: ["a", "b"] },
  { do: "renew-lock", owner: "w", seconds: 5, path: ["a"] },
  { do: "unlock", owner: "w", path: ["a"] },
  { do: "read-lock", path: [] },
];
const ANSWERS: Answer[] = [
  { is: "none" },
  { is: "error", message: "no" },
  { is: "garbled", message: "no" },
  { is: "done", done: false },
  { is: "work", spec: "s", keys: ["a"] },
  { is: "keys", keys: ["a", "b"] },
  { is: "statuses", statuses: [null, { status: 3, worker: "w" }] },
  { is: "counts", counts: [1, 2, 300, 70_000] },
  { is: "number", number: -1 },
  { is: "owner", owner: null },
  { is: "owner", owner: "w" },
  { is: "children", children: [{ worker: "w", units: [{ spec: "s", key: "a", worker: "" }] }] },
];
const call = (request: Request, answer: Answer): Entry => ({
  kind: "call",
  call: { client: 200, start: 3_600_000_000_000, end: 3_600_000_000_128, request, answer },
});
const ENTRIES: Entry[] = [
  ...REQUESTS.map((request) => call(request, { is: "none" })),
  ...ANSWERS.map((answer) => call({ do: "workers" }, answer)),
  { kind: "restart", restart: { start: 1, end: 2 ** 40, durable: true } },
  { kind: "fault", note: { start: 5, end: 6, fault: "pause", client: -1 } },
  { kind: "complaint", complaint: { time: 7, kind: "daemon-died", what: "d ended by SIGKILL" } },
  { kind: "hindered", fault: "clock", why: "there is no libfaketime" },
  { kind: "mark", time: 0 },
];

function decoded(...parts: Buffer[]): Entry[] {
  const decoder = new HistoryDecoder();
  const entries: Entry[] = [];
  for (const part of parts) decoder.read(part, (entry) => entries.push(entry));
  return entries;
}

describe("a history", () => {
  it("decodes to the entries that were written", () => {
    const encoder = new HistoryEncoder();
    const parts = ENTRIES.map((entry) => {
      encoder.add(entry);
      return encoder.take();
    });
    expect(decoded(...parts)).toEqual(ENTRIES);
  });

  it("decodes correctly when it has more different strings than the string table holds", () => {
    const encoder = new HistoryEncoder();
    const names = Array.from({ length: 40_000 }, (_, i) => `k${(i * 7919) % 30_000}`);
    const entries = names.map((key) => call({ do: "status", spec: "s", keys: [key] }, { is: "none" }));
    for (const entry of entries) encoder.add(entry);
    expect(decoded(encoder.take())).toEqual(entries);
  });

  it("decodes correctly when another writer continues its stream", () => {
    const writers = [new HistoryEncoder(), new HistoryEncoder()];
    writers[1]?.goOn();
    const entry = (key: string) => call({ do: "status", spec: "s", keys: [key, key] }, { is: "none" });
    for (const writer of writers) for (const key of ["a", "b"]) writer.add(entry(key));
    const parts = writers.map((writer) => writer.take());
    expect(decoded(...parts)).toEqual(["a", "b", "a", "b"].map(entry));
  });

  it("takes about twenty bytes a call", () => {
    const encoder = new HistoryEncoder();
    const request: Request = {
      do: "update",
      spec: "stress-line",
      key: "k000001",
      status: 4,
      lease: 0,
      worker: "c12",
      output: [],
    };
    for (let i = 0; i < 1_000; i++) encoder.add(call(request, { is: "done", done: true }));
    expect(encoder.take().length / 1_000).toBeLessThan(24);
  });

  it("is rejected if it ends within an entry or consists of other bytes", () => {
    const encoder = new HistoryEncoder();
    for (const entry of ENTRIES) encoder.add(entry);
    const bytes = encoder.take();
    expect(() => decoded(bytes.subarray(0, -10))).toThrow(/^Cannot read the entry at byte \d+ of a part/);
    expect(() => decoded(Buffer.from([9]))).toThrow("no such kind of entry");
  });
});
