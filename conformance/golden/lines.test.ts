import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { formatLines } from "./format-lines.ts";
import { LinesError, parseLines } from "./lines.ts";
import { parseGolden } from "./load.ts";

const TEXT = `
  # two connections
  set_work_spec({'name': 's'})
  = [true, null]
  2: add_work_units('s', ['u'])
  & now()
  = [true, null]
  = «now»
  wait 1.5
  # a lease
  get_work('w', {})
  = [128(["s", 'u', {}]), null]
  get_work_unit_status('s', ['u'])
  = [[{"status": 3, "expiration": «now+300 since 4», "worker_id": "w"}], null]
  nosuch()
  = error {"message": "no such method Nosuch"}
  3: h'd818'
  & end
  = closed
  h'f6'
  =! 24(<<{'id': 0, 'error': {"message": "no such method "}}>>)
  h'd818'
  = nothing
`;

const replyTo = (id: number, text: string) => frameOf(assemble(`{'id': ${id}, ${text}}`));

function complaint(text: string): { line: number; message: string } {
  try {
    parseLines(text, 1);
  } catch (error) {
    if (error instanceof LinesError) return { line: error.line, message: error.message };
    throw error;
  }
  throw new Error("the lines were accepted");
}

describe("parseLines()", () => {
  const steps = parseLines(TEXT, 10);

  it("makes the frames of calls and replies, ids counting on each connection", () => {
    expect(steps).toMatchObject([
      {
        kind: "exchange",
        number: 1,
        line: 12,
        conn: 1,
        note: "two connections",
        sends: [requestFrame(1, "set_work_spec", "{'name': 's'}")],
      },
      {
        conn: 2,
        sends: [Buffer.concat([requestFrame(1, "add_work_units", "'s', ['u']"), requestFrame(2, "now", "")])],
      },
      { kind: "wait", number: 3, seconds: 1.5 },
      { note: "a lease", replies: [{ bytes: replyTo(2, `'result': [128(["s", 'u', {}]), null]`), masks: [] }] },
      {},
      { replies: [{ bytes: replyTo(4, `'error': {"message": "no such method Nosuch"}`) }] },
      { conn: 3, sends: [Buffer.from("d818", "hex")], hangup: true, closes: true, replies: [] },
      { replies: [{ bytes: replyTo(0, `'error': {"message": "no such method "}`) }] },
      { closes: false, replies: [] },
    ]);
  });

  it("reads times as masks", () => {
    expect(steps[1]).toMatchObject({ replies: [{}, { masks: [{ at: "result", is: "time", offset: 0, within: 0 }] }] });
    expect(steps[4]).toMatchObject({
      replies: [{ masks: [{ at: "[0][0].expiration", is: "time", offset: 300, since: 4 }] }],
    });
  });

  it("gives times of a far future the longer head that they have", () => {
    const far = parseLines("now()\n= «now+3000000000»", 1);
    expect(far).toMatchObject([{ replies: [{ bytes: replyTo(1, "'result': 1000000000000") }] }]);
  });

  it("sends a call so many times, and counts its ids on", () => {
    const [many, next] = parseLines("3 times now()\n& clear()\n= 5\n= 0\nnow()\n= 6", 1);
    const frames = [1, 3, 5].flatMap((id) => [requestFrame(id, "now", ""), requestFrame(id + 1, "clear", "")]);
    expect(many).toMatchObject({ times: 3, sends: [Buffer.concat(frames)] });
    expect(many?.kind === "exchange" && many.replies.map(({ bytes }) => bytes)).toEqual(
      [1, 3, 5].flatMap((id) => [replyTo(id, "'result': 5"), replyTo(id + 1, "'result': 0")]),
    );
    expect(next).toMatchObject({ sends: [requestFrame(7, "now", "")] });
  });

  it("reads what is drawn by lot, and the keys that a daemon makes", () => {
    const [drawn, made, again] = parseLines(
      "2 times now()\n= 3 of 4: 5 or 1 of 4: 6\nnow()\n= ['x', «key»]\nnow()\n= «key of 2»",
      1,
    );
    expect(drawn).toMatchObject({
      replies: [1, 2].map((id) => ({
        bytes: replyTo(id, "'result': 5"),
        choices: [
          { bytes: replyTo(id, "'result': 5"), share: 0.75 },
          { bytes: replyTo(id, "'result': 6"), share: 0.25 },
        ],
      })),
    });
    expect(made).toMatchObject({ replies: [{ masks: [{ at: "[1]", is: "new-name", name: "key 2" }] }] });
    expect(again).toMatchObject({ replies: [{ masks: [{ at: "result", is: "name", name: "key 2" }] }] });
    const text = formatLines(
      parseLines("2 times now()\n= 3 of 4: 5 or 1 of 4: 6\nnow()\n= «key»\nnow()\n= «key of 2»", 1),
    );
    expect(text).toBe("  2 times now()\n  = 3 of 4: 5 or 1 of 4: 6\n  now()\n  = «key»\n  now()\n  = «key of 2»\n");
  });

  it("is the inverse of formatLines()", () => {
    const again = parseLines(formatLines(steps), 10);
    const bytes = (all: typeof steps) =>
      all.map((step) =>
        step.kind === "wait"
          ? step.seconds
          : [step.conn, step.note, step.sends, step.replies.map(({ masks }) => masks.length), step.hangup, step.closes],
      );
    expect(bytes(again)).toEqual(bytes(steps));
    expect(formatLines(again)).toBe(formatLines(steps));
  });

  it("abbreviates lists and maps of any head, and keeps the head", () => {
    const numbers = Array.from({ length: 12 }, (_, i) => i + 1);
    const list = numbers.join(", ");
    const map = numbers.map((i) => `${i}: 0`).join(", ");
    const written = (values: string) => formatLines(parseLines(`now(${values})\n= 0`, 1)).split("\n")[0];
    expect(written(`[${list}], [_ ${list}], [_1 ${list}]`)).toBe(
      "  now([«1..12: %d»], [_ «1..12: %d»], [_1 «1..12: %d»])",
    );
    expect(written(`{_ ${map}}, {_0 ${map}}`)).toBe("  now({_ «1..12: %d: 0»}, {_0 «1..12: %d: 0»})");
  });

  it("takes every call of a script to be answered once, unless it says otherwise", () => {
    const script = parseLines("clear()\n& clear()\nh'00'\n= closed\nclear()\n= ?\n= closed", 1, true);
    const counts = script.map((step) => (step.kind === "wait" ? -1 : [step.replies.length, step.closes]));
    expect(counts).toEqual([
      [2, false],
      [0, true],
      [1, true],
    ]);
  });

  it.each([
    ["= [true, null]", 0, "no call before"],
    ["clear()\n= [true", 1, "Cannot read notation"],
    ["clear(\n= 0", 0, "Cannot read notation"],
    ["clear()\n= 0\n= 1", 2, "needs a call"],
    ["clear()\n= «soon»", 1, "neither a rule nor a mask"],
    ["clear()\nclear()\n= 0", 0, "has no reply"],
    ["clear()\n= 0\nwait 99999999", 2, "at most 3600 seconds"],
    ["clear()\n= 0\nwait 0", 2, "more than 0"],
    ["99999999 times clear()\n= 0", 0, "times must be at most 100000"],
    ["get_work(«99999999999 * 'w'», {})\n= 0", 0, "a rule makes at most"],
    ["get_work([«1..99999999999: 'w'»], {})\n= 0", 0, "a rule makes at most"],
  ])("refuses %j", (text, line, message) => {
    expect(complaint(text)).toEqual({ line, message: expect.stringContaining(message) });
  });
});

describe("parseGolden()", () => {
  const golden = (lines: string) =>
    `version: 1\ntitle: t\nrequires: [SPEC-1]\nrecorded: {daemon: d, client: c, command: x, at: 2026-01-01}\nsteps: |\n${lines}`;

  it("reads steps that are lines", () => {
    expect(parseGolden("a/b", "b.yaml", golden("  clear()\n  = 0\n")).steps).toMatchObject([
      { line: 6, call: ["clear()"] },
    ]);
  });

  it("tells file and line of what it cannot read", () => {
    expect(() => parseGolden("a/b", "b.yaml", golden("  clear()\n  = 0\n  = 1\n"))).toThrow(
      /^b.yaml:8: .*needs a call/,
    );
    expect(() => parseGolden("a/b", "b.yaml", golden("  now()\n  = «now since 3»\n"))).toThrow(/step 3 is no exchange/);
  });
});
