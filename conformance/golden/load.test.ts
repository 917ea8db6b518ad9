import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { GoldenError } from "./format.ts";
import { findGoldens, parseGolden, readGolden } from "./load.ts";
import { formatGolden } from "./write.ts";

/** Hex of a reply frame. */
const reply = (id: number, result: string) => frameOf(assemble(`{'id': ${id}, 'result': ${result}}`)).toString("hex");

const status = `version: 1
title: a unit that is being worked on
requires: [UNIT-71]
recorded: {daemon: reference 0.1.0, client: coordinate 0.1.5 / CPython 2.7.18, command: record flow/status, at: 2026-11-24}
steps:
  - call: now()
    send: ${requestFrame(3, "now", "").toString("hex")}
    reply: ${reply(3, "1795457489")}
    says: "1795457489"
    masks:
      - {at: result, is: now, within: 2}
  - wait: 1.1
  - conn: 2
    call: now()
    send: ${requestFrame(4, "now", "").toString("hex")}
    reply: ${reply(4, "1795457490")}
    says: "1795457490"
    masks:
      - {at: result, is: now+1.5, within: 2}
`;

describe("findGoldens()", () => {
  const folder = dirSync({ unsafeCleanup: true }).name;
  mkdirSync(join(folder, "b/deep"), { recursive: true });
  mkdirSync(join(folder, "a-folder.yaml"));
  for (const name of ["b/deep/two.yaml", "b/one.yaml", "a.yaml", "b/notes.txt"]) writeFileSync(join(folder, name), "");
  symlinkSync(join(folder, "b/deep"), join(folder, "link"));
  symlinkSync(join(folder, "gone"), join(folder, "nowhere"));

  it("finds files at any depth and behind links, sorted by id", () => {
    expect(findGoldens(folder).map(({ id, file }) => [id, file.slice(folder.length + 1)])).toEqual([
      ["a", "a.yaml"],
      ["b/deep/two", "b/deep/two.yaml"],
      ["b/one", "b/one.yaml"],
      ["link/two", "link/two.yaml"],
    ]);
  });

  it("refuses a folder without any, or none at all", () => {
    expect(() => findGoldens(join(folder, "a-folder.yaml"))).toThrow("no golden is in this folder");
    expect(() => findGoldens(join(folder, "gone"))).toThrow(GoldenError);
  });
});

function refusal(text: string): GoldenError {
  try {
    parseGolden("flow/status", "status.yaml", text);
  } catch (error) {
    if (error instanceof GoldenError) return error;
    throw error;
  }
  throw new Error("the golden was accepted");
}

/** The golden above with one text, which it must contain, replaced. */
function changed(from: string, to: string): string {
  expect(status).toContain(from);
  return status.replace(from, to);
}

describe("parseGolden()", () => {
  it("reads steps, connections, waits and masks", () => {
    const { steps, title, recorded } = parseGolden("flow/status", "status.yaml", status);
    expect(title).toBe("a unit that is being worked on");
    expect(recorded.at).toBe("2026-11-24");
    expect(steps).toMatchObject([
      {
        kind: "exchange",
        number: 1,
        line: 6,
        conn: 1,
        call: ["now()"],
        closes: false,
        hangup: false,
        times: undefined,
      },
      { kind: "wait", number: 2, line: 12, seconds: 1.1 },
      {
        kind: "exchange",
        number: 3,
        conn: 2,
        replies: [{ masks: [{ at: "result", is: "time", offset: 1.5, within: 2 }] }],
      },
    ]);
  });

  it("keeps how often a right daemon fails what is drawn by lot, and writes them", () => {
    const drawn = parseGolden("flow/status", "status.yaml", status.replace("recorded:", "flaky: 301\nrecorded:"));
    expect(drawn.flaky).toBe(301);
    expect(parseGolden("flow/status", "again.yaml", formatGolden(drawn)).flaky).toBe(301);
    expect(parseGolden("flow/status", "status.yaml", status).flaky).toBeUndefined();
  });

  it.each([
    ["recorded: {", "flaky: 2\nrecorded: {", "shape", 4],
    ["recorded: {", "flaky: often\nrecorded: {", "shape", 4],
    ["version: 1", "version: 2", "version", 1],
    ["UNIT-71", "UNIT-7100", "requires", 3],
    ["UNIT-71", "job_client.py", "requires", 3],
    ["recorded: {", "provenance: {", "shape", 4],
    ["at: 2026-11-24", "at: yesterday", "provenance", 4],
    ["daemon: reference 0.1.0, ", "", "shape", 4],
    ["title: a unit that is being worked on", 'title: ""', "shape", 2],
    ["call: now()", "call: nows()", "call", 6],
    ['says: "1795457489"', 'says: "1795457488"', "says", 9],
    ['    says: "1795457489"\n', "", "says", 6],
    ["send: d8", "send: D8", "hex", 7],
    ["reply: d81851", "reply: d81852", "hex", 8],
    ["at: result, is: now,", 'at: "[0]", is: now,', "mask", 11],
    ["is: now, within: 2", "is: now, within: little", "shape", 11],
    ["is: now, within: 2", "is: now, since: 2", "mask", 11],
    ["is: now+1.5, within: 2", "is: age, since: 2", "mask", 19],
    ["is: now, within: 2", "is: age", "shape", 11],
    ["is: now, within: 2", "is: whatever", "mask", 11],
    ["is: now, within: 2", "is: name, name: u", "name", 11],
    ["is: now, within: 2", "is: new name, name: u, like: .*", "mask", 11],
    ["is: now, within: 2", 'is: one of, of: ["1", "2"]', "mask", 11],
    ["- wait: 1.1", "- wait: soon", "shape", 12],
    ["- wait: 1.1", "- wait: 0", "shape", 12],
    ["- wait: 1.1", "- wait: 99999999", "shape", 12],
    ["conn: 2", "times: 100001", "shape", 13],
    ["title: a unit that is being worked on", 'title: "a\\u202eb"', "shape", 2],
    ["conn: 2", "conn: 0", "shape", 13],
    ["conn: 2", "closes: false", "shape", 13],
    ["conn: 2", "times: 2", "shape", 13],
    ["conn: 2", "colour: blue", "shape", 13],
    ["steps:", "steps: [", "yaml", 6],
  ])("refuses %s changed to %s as %s in line %i", (from, to, code, line) => {
    const error = refusal(changed(from, to));
    expect({ code: error.code, line: error.line, message: error.message }).toMatchObject({ code, line });
    expect(error.message).toMatch(new RegExp(`^status.yaml:${line}: `));
  });

  it("refuses a file without provenance: nobody could record it again", () => {
    expect(refusal(status.replace(/recorded: .*\n/, "")).code).toBe("provenance");
  });

  it.each(["/dev/zero", "/dev"])("refuses %s, which is no file", (file) => {
    expect(() => readGolden({ id: "flow/status", file })).toThrow(`${file}: this is no regular file`);
  });

  it("refuses two masks over the same place", () => {
    const twice = changed("is: now, within: 2}", "is: now, within: 2}\n      - {at: result, is: now, within: 3}");
    expect(refusal(twice)).toMatchObject({ code: "mask", line: 12 });
  });

  it("refuses one exchange for many when its ids are not the same, or more than one call is made", () => {
    const step = (send: string, id: number) =>
      status.replace(
        /steps:[\s\S]*/,
        `steps:\n  - call: clear()\n    send: ${send}\n    times: 3\n    reply: ${reply(id, "0")}\n    says: "0"\n`,
      );
    const send = requestFrame(2, "clear", "").toString("hex");
    expect(parseGolden("a/b", "b.yaml", step(send, 2)).steps).toHaveLength(1);
    expect(refusal(step(send, 3))).toMatchObject({ code: "shape", message: expect.stringContaining("same id") });
    expect(refusal(step(send, 2).replace("times: 3", "times: 1"))).toMatchObject({ code: "shape" });
  });

  it("counts ids up when one exchange stands for many", () => {
    const send = requestFrame(255, "clear", "").toString("hex");
    const steps = `steps:\n  - call: clear()\n    send: ${send}\n    times: 3\n    reply: ${reply(255, "0")}\n    says: "0"\n`;
    const [step] = parseGolden("a/b", "b.yaml", status.replace(/steps:[\s\S]*/, steps)).steps;
    if (step?.kind !== "exchange") throw new Error("no exchange");
    expect(Buffer.from(step.sends[0] ?? []).toString("hex")).toBe(
      [255, 256, 257].map((id) => requestFrame(id, "clear", "").toString("hex")).join(""),
    );
    expect(step.replies.map(({ bytes }) => Buffer.from(bytes).toString("hex"))).toEqual([
      reply(255, "0"),
      reply(256, "0"),
      reply(257, "0"),
    ]);
  });
});

describe("formatGolden()", () => {
  it("writes the text that was read", () => {
    expect(formatGolden(parseGolden("flow/status", "status.yaml", status))).toBe(status);
  });

  it("writes segments, several replies, silence, hangups and closing as they are read", () => {
    const frame = requestFrame(1, "now", "");
    const answer = frameOf(assemble("{'id': 1, 'result': 1}"));
    const mask = { at: "result", is: "one-of", of: ["1", "2"], line: 0 } as const;
    const steps = [
      {
        kind: "exchange",
        conn: 2,
        sends: [frame.subarray(0, 3), Buffer.concat([frame.subarray(3), frame])],
        replies: [
          { bytes: answer, says: "1", masks: [] },
          { bytes: answer, says: "1", masks: [mask] },
        ],
        hangup: true,
        closes: true,
        bindings: [],
        times: undefined,
      },
      { kind: "wait", seconds: 2 },
      {
        kind: "exchange",
        conn: 1,
        sends: [Buffer.from("18", "hex")],
        replies: [],
        hangup: false,
        closes: false,
        bindings: [],
        times: undefined,
      },
    ] as const;
    const provenance = { daemon: "d", client: "c", command: "x", at: "2026-01-01" };
    const text = formatGolden({ title: "t", requires: [], recorded: provenance, steps });
    const golden = parseGolden("a/b", "b.yaml", text);
    expect(golden.steps).toMatchObject([
      {
        conn: 2,
        call: ["now()", "now()"],
        hangup: true,
        closes: true,
        replies: [{ masks: [] }, { masks: [{ of: ["1", "2"] }] }],
      },
      { seconds: 2 },
      { call: ["h'18'"], replies: [] },
    ]);
    expect(formatGolden(golden)).toBe(text);
  });
});
