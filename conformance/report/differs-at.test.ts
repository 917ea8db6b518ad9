import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import type { Finding } from "../run/result.ts";
import { differsAt, shownBytes, shownValues } from "./differs-at.ts";
import { sampleRun } from "./testing/sample-run.ts";

const hex = (message: string) => frameOf(assemble(message)).toString("hex");

describe("differsAt()", () => {
  it("is the first byte that differs in the value, even if a time before it differs too", () => {
    const [recorded, replied] = [hex("{'id': 1, 'result': [100, 'ab']}"), hex("{'id': 1, 'result': [9, 'ac']}")];
    const at = differsAt({ path: "[1]", recorded, replied });
    expect([recorded.slice(2 * at.recorded), replied.slice(2 * at.replied)]).toEqual(["62", "63"]);
  });

  it("is where the messages begin to differ, whatever their frames' heads say, if a reply has no such value", () => {
    const [recorded, replied] = [hex("{'id': 1, 'result': 5}"), hex("{'id': 1, 'error': 5}")];
    const at = differsAt({ path: "[3]", recorded, replied });
    expect([at, recorded.slice(0, 16) === replied.slice(0, 16)]).toEqual([{ recorded: 8, replied: 8 }, false]);
    expect([recorded, replied].map((each) => each.slice(16, 18))).toEqual(["46", "45"]);
  });

  it("is in the content of strings whose lengths differ, and the head if only that differs", () => {
    const [recorded, replied] = [hex("{'result': [\"abc\", 1]}"), hex("{'result': [\"abdd\", 1_0]}")];
    const digits = (path: string) => {
      const at = differsAt({ path, recorded, replied });
      return [recorded.slice(2 * at.recorded), replied.slice(2 * at.replied)];
    };
    expect(digits("[0]")).toEqual(["6301", "64641801"]);
    expect(digits("[1]")).toEqual(["01", "1801"]);
  });

  it("is the first byte of all that differs in the frame itself", () => {
    expect(differsAt({ path: "frame", recorded: "d81841f5", replied: "d8185801f5" })).toEqual({
      recorded: 2,
      replied: 2,
    });
  });

  it("needs no frames", () => {
    expect(differsAt({ path: "connection", recorded: "d81841f5", replied: "" })).toEqual({ recorded: 3, replied: 0 });
  });
});

describe("shownBytes()", () => {
  it("is all of a short frame, split at the first difference", () => {
    expect(shownBytes("d81841f5", 3, 200)).toEqual({ before: "", same: "d81841", other: "f5", more: "" });
  });

  it("is a part of a long one, with what was left out", () => {
    expect(shownBytes("00".repeat(5000), 3000, 16)).toEqual({
      before: "from byte 2,994: ",
      same: "00".repeat(6),
      other: "0000",
      more: "...(1,998 bytes more)",
    });
  });
});

describe("shownValues()", () => {
  const [finding] = sampleRun.results[1]?.differences ?? [];
  if (finding === undefined) throw new Error("no sample");

  it("finds the difference of values of which the judge kept only the same beginning", () => {
    const reply = (end: string) => hex(`{'id': 1, 'result': "${"n".repeat(70_000)}${end}"}`);
    const kept = `"${"n".repeat(65_535)}... (70003 characters)`;
    const long: Finding = {
      ...finding,
      path: "result",
      expected: kept,
      got: kept,
      recorded: reply("a"),
      replied: reply("b"),
    };
    const [expected, got] = shownValues(long, 40);
    expect(expected).toMatch(/before\)\.\.\.n+a"$/);
    expect(got).toMatch(/before\)\.\.\.n+b"$/);
  });
});
