import { describe, expect, it } from "vitest";
import { type LogEvent, logLine } from "./log.ts";

const AT = Date.UTC(2026, 10, 23, 12, 0, 0, 5);

function request(method: string, error: string | null = null): LogEvent {
  return { event: "request", connection: 3, id: 7n, method, error };
}

describe("logLine()", () => {
  it("is text with the fields by name", () => {
    expect(logLine(request("get_work"), "text", AT)).toBe(
      "2026-11-23T12:00:00.005Z request connection=3 id=7 method=get_work\n",
    );
    expect(logLine(request("nosuch", "no such method Nosuch"), "text", AT)).toBe(
      '2026-11-23T12:00:00.005Z request connection=3 id=7 method=nosuch error="no such method Nosuch"\n',
    );
  });

  it("is JSON with the same fields", () => {
    expect(JSON.parse(logLine(request("get_work"), "json", AT))).toEqual({
      time: "2026-11-23T12:00:00.005Z",
      event: "request",
      connection: 3,
      id: 7,
      method: "get_work",
      error: null,
    });
  });

  it("keeps ids beyond 2^53 exact", () => {
    const event: LogEvent = { ...request("now"), id: 2n ** 64n - 1n } as LogEvent;
    expect(JSON.parse(logLine(event, "json", AT))).toMatchObject({ id: "18446744073709551615" });
  });

  it.each(["text", "json"] as const)("is one line of visible characters as %s, whatever a client sends", (format) => {
    let hostile = "\xc2\x9b31m\xe2\x80\xa8\xe2\x80\xae\xef\xbb\xbf\xe2\x80\x8b";
    for (let byte = 0; byte < 256; byte++) hostile += String.fromCharCode(byte);
    const line = logLine(request(hostile, hostile), format, AT);
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it("shows UTF-8 as the characters that it means", () => {
    expect(logLine(request("\xc3\xa9"), "text", AT)).toContain('method="\u00e9"');
  });

  it("cuts what is longer than a line should be", () => {
    expect(logLine(request("x".repeat(1_000_000)), "text", AT).length).toBeLessThan(1_200);
  });
});
