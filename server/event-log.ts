// Writes the executable's log, with limits: no more than its reader takes, and few lines a second of events that any
// client can cause. Lines left out are counted, and the count is logged.
import { type Log, type LogEvent, type LogFormat, logLine } from "./log.ts";

/** Destination of lines, e.g. process.stderr. */
export type LogStream = {
  write(text: string): unknown;
  /** Bytes not yet written. */
  readonly writableLength?: number;
};

/** Most unwritten bytes; further lines are dropped. */
export const MAX_WAITING = 256 * 1024;
/** Most lines a second of each kind of event that any client can cause. */
export const MAX_A_SECOND = 20;

const LIMITED: ReadonlySet<LogEvent["event"]> = new Set(["rejected", "refused", "closed"]);
const SECOND = 1000;

export type EventLog = {
  log: Log;
  /** Logs how many lines were left out since the last time. */
  flush(): void;
};

/** @param now milliseconds since the epoch */
export function eventLog(stream: LogStream, format: LogFormat, now: () => number): EventLog {
  const leftOut = { dropped: 0, suppressed: 0 };
  let second = 0;
  const inSecond = new Map<string, number>();
  let timer: NodeJS.Timeout | null = null;

  function isWithinRate({ event }: LogEvent): boolean {
    if (!LIMITED.has(event)) return true;
    const current = Math.floor(now() / SECOND);
    if (current !== second) inSecond.clear();
    second = current;
    const lines = (inSecond.get(event) ?? 0) + 1;
    inSecond.set(event, lines);
    return lines <= MAX_A_SECOND;
  }

  function write(event: LogEvent): boolean {
    if ((stream.writableLength ?? 0) > MAX_WAITING) return false;
    stream.write(logLine(event, format, now()));
    return true;
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const { dropped, suppressed } = leftOut;
    if (dropped + suppressed === 0) return;
    if (write({ event: "left-out", unread: dropped, repeated: suppressed })) {
      leftOut.dropped = 0;
      leftOut.suppressed = 0;
    } else {
      flushLater();
    }
  }

  function flushLater(): void {
    timer ??= setTimeout(flush, SECOND).unref();
  }

  function log(event: LogEvent): void {
    if (!isWithinRate(event)) leftOut.suppressed++;
    else if (!write(event)) leftOut.dropped++;
    else return;
    flushLater();
  }

  return { log, flush };
}
