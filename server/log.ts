// The events that the daemon logs, as types, and their format as lines.
import { Buffer } from "node:buffer";

export type LogEvent =
  /** One answered call. `method` is a binary string, as it was sent. */
  | { event: "request"; connection: number; id: bigint; method: string; error: string | null }
  /** A connection that was closed because of a malformed message. `from` is its remote address. */
  | { event: "rejected"; connection: number; from: string; reason: string }
  /** A connection that was closed because of its memory use or a time limit. */
  | { event: "closed"; connection: number; from: string; reason: string }
  /** A connection that was refused because of a limit. */
  | { event: "refused"; from: string; reason: string }
  /**
   * Events not logged: `unread` because the reader was too slow, `repeated` because there were too many within a
   * second.
   */
  | { event: "left-out"; unread: number; repeated: number }
  /** An internal error of the daemon. */
  | { event: "fault"; connection: number; error: string };

export type Log = (event: LogEvent) => void;

export type LogFormat = "text" | "json";

/** One line, newline included. Control characters are escaped. @param at milliseconds since the epoch */
export function logLine(event: LogEvent, format: LogFormat, at: number): string {
  const time = new Date(at).toISOString();
  const fields = Object.entries(event).map(([name, value]): [string, unknown] => [name, printable(value)]);
  if (format === "json") return `${visible(JSON.stringify(Object.fromEntries([["time", time], ...fields])))}\n`;
  const [, ...rest] = fields;
  const words = rest.filter(([, value]) => value !== null).map(([name, value]) => `${name}=${quoted(value)}`);
  return `${time} ${event.event} ${words.join(" ")}\n`;
}

/** Longer strings are truncated, since clients choose names of any length. */
const MAX_STRING = 1_000;

/** Protocol strings are binary strings (one char a byte); this decodes them as UTF-8 for display. */
function printable(value: LogEvent[keyof LogEvent] | string | number | bigint | null): string | number | null {
  if (typeof value === "bigint") return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
  if (typeof value !== "string") return value;
  const shown = value.length > MAX_STRING ? `${value.slice(0, MAX_STRING)}...` : value;
  return Buffer.from(shown, "latin1").toString("utf8");
}

function quoted(value: unknown): string {
  return typeof value === "string" && !/^[\w.:-]+$/.test(value) ? visible(JSON.stringify(value)) : String(value);
}

/** Escapes characters that JSON does not: control characters beyond ASCII, bidirectional controls, line separators. */
function visible(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""),
  );
}
