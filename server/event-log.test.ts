import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { eventLog, MAX_A_SECOND, MAX_WAITING } from "./event-log.ts";
import type { LogEvent } from "./log.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A log to a stream that only read() consumes; read() returns the logged events. */
function unread() {
  let waiting = "";
  const lines: string[] = [];
  const stream = {
    get writableLength() {
      return waiting.length;
    },
    write(text: string) {
      waiting += text;
    },
  };
  const read = () => {
    lines.push(...waiting.split("\n").slice(0, -1));
    waiting = "";
    return lines.map((line): { event: string; unread?: number; repeated?: number } => JSON.parse(line));
  };
  return { ...eventLog(stream, "json", () => Date.now()), read, waiting: () => waiting.length };
}

const request: LogEvent = { event: "request", connection: 1, id: 1n, method: "m".repeat(500), error: null };
const rejected: LogEvent = { event: "rejected", connection: 1, from: "192.0.2.7", reason: "no request" };

describe("eventLog()", () => {
  it("keeps a bounded number of bytes for a reader that does not read, and tells it how many lines it missed", () => {
    const { log, read, waiting } = unread();
    for (let i = 0; i < 3000; i++) log(request);
    expect(waiting()).toBeGreaterThan(MAX_WAITING);
    expect(waiting()).toBeLessThan(MAX_WAITING + 1000);
    const seen = read().length;
    vi.advanceTimersByTime(2000);
    expect(read().at(-1)).toMatchObject({ event: "left-out", unread: 3000 - seen, repeated: 0 });
  });

  it("tells the count of missed lines once they can be read, not before", () => {
    const { log, read } = unread();
    for (let i = 0; i < 3000; i++) log(request);
    vi.advanceTimersByTime(10_000);
    const events = read();
    expect(events.filter(({ event }) => event === "left-out")).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(read().filter(({ event }) => event === "left-out")).toHaveLength(1);
  });

  it("writes few rejections a second, and the number of the others", () => {
    const { log, read } = unread();
    for (let i = 0; i < 1000; i++) log(rejected);
    expect(read()).toHaveLength(MAX_A_SECOND);
    vi.advanceTimersByTime(1000);
    expect(read().at(-1)).toMatchObject({ event: "left-out", unread: 0, repeated: 1000 - MAX_A_SECOND });
    log(rejected);
    expect(read().at(-1)).toMatchObject({ event: "rejected", from: "192.0.2.7" });
  });

  it("does not count requests among what is repeated", () => {
    const { log, read } = unread();
    for (let i = 0; i < 3 * MAX_A_SECOND; i++) log(request);
    expect(read()).toHaveLength(3 * MAX_A_SECOND);
  });

  it("tells what is left out at the end", () => {
    const { log, flush, read } = unread();
    for (let i = 0; i <= MAX_A_SECOND; i++) log(rejected);
    flush();
    expect(read().at(-1)).toMatchObject({ event: "left-out", repeated: 1 });
    flush();
    expect(read()).toHaveLength(MAX_A_SECOND + 1);
  });
});
