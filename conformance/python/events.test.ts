import { describe, expect, it } from "vitest";
import { parseEvent } from "./events.ts";

describe("parseEvent()", () => {
  it("reads a result", () => {
    const line =
      '{"calls": 3, "event": "result", "message": null, "outcome": "passed", "seconds": 0.5, "test": "m::t"}';
    expect(parseEvent(line)).toEqual({
      event: "result",
      test: "m::t",
      outcome: "passed",
      calls: 3,
      seconds: 0.5,
      message: undefined,
    });
  });

  it("escapes what a daemon's error message puts into the message of a failed test", () => {
    const event = {
      event: "result",
      test: "t",
      outcome: "failed",
      calls: 1,
      seconds: 1,
      message: "\u001b]0;a\u0007\n::error::b",
    };
    expect(parseEvent(JSON.stringify(event))).toMatchObject({ message: "\\u001b]0;a\\u0007\n\\u003a:error::b" });
  });

  it("parses the event with the collected tests", () => {
    const line = '{"event": "collected", "tests": [{"test": "m::t", "title": "T", "slow": true, "requires": ["K1"]}]}';
    expect(parseEvent(line)).toEqual({
      event: "collected",
      tests: [{ test: "m::t", title: "T", slow: true, requires: ["K1"] }],
    });
  });

  it.each([
    ["hello", "no JSON"],
    ["[]", "no object"],
    ['{"event": "party"}', "'party' is not known"],
    ['{"event": "start"}', "test is no text"],
    ['{"event": "wait", "seconds": "1"}', "seconds is no number"],
    ['{"event": "refused", "specs": 1}', "specs is no list"],
    ['{"event": "result", "test": "t", "outcome": "odd"}', "outcome 'odd' is not known"],
  ])("refuses %s", (line, message) => {
    expect(() => parseEvent(line)).toThrow(message);
  });
});
