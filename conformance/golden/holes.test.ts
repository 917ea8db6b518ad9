import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { TranscriptError } from "./format.ts";
import { matchesWhole } from "./holes.ts";
import { parseGolden } from "./load.ts";

const RESULT = `["ab", 'ab', 5, {"k": 6}]`;
const REPLY = frameOf(assemble(`{'id': 1, 'result': ${RESULT}}`)).toString("hex");

/** A golden of one step with these holes and fills, in YAML. */
function golden(holes: readonly string[], fills: readonly string[] = []) {
  const list = (name: string, items: readonly string[]) =>
    items.length === 0 ? "" : `    ${name}:\n${items.map((item) => `      - {${item}}\n`).join("")}`;
  const text = `version: 1
title: t
requires: []
recorded: {daemon: d, client: c, command: x, at: 2026-01-01}
steps:
  - call: "now('ab')"
    send: ${requestFrame(1, "now", "'ab'").toString("hex")}
    reply: ${REPLY}
    says: '${RESULT.replaceAll("'", "''")}'
${list("holes", holes)}${list("fills", fills)}`;
  return parseGolden("a/b", "b.yaml", text);
}

const NAME = 'at: "[0]", is: new name, name: u, like: "[a-z]+"';

describe("holes", () => {
  it.each([
    ['at: "[2]", is: now, within: 2'],
    ['at: "[2]", is: now-1.5'],
    ['at: "[2]", is: now+300, since: 1'],
    ['at: "[2]", is: age, since: 1'],
    ['at: "[3].k", is: now+900, within: 2'],
    [NAME],
    ['at: "[2]", is: one of, of: ["5", "7"]'],
    ['at: "[3]", is: one of, of: [\'{"k": 6}\', "{}"]'],
  ])("may be {%s}", (hole) => {
    const [step] = golden([hole]).steps;
    expect(step).toMatchObject({ replies: [{ holes: [{ line: 11 }] }] });
  });

  it.each([
    ["nothing there", 'at: "[4]", is: now, within: 2', "hole"],
    ["a time on a text", 'at: "[0]", is: now, within: 2', "hole"],
    ["a time that is off by less than nothing", 'at: "[2]", is: now, within: -1', "hole"],
    ["a time set by what comes later", 'at: "[2]", is: now, since: 2', "hole"],
    ["an age that counts from nothing", 'at: "[2]", is: age', "shape"],
    ["an age on a text", 'at: "[0]", is: age, since: 1', "hole"],
    ["a time with a name", 'at: "[2]", is: now, within: 1, name: u', "hole"],
    ["a name on a number", 'at: "[2]", is: new name, name: u, like: ".*"', "hole"],
    ["a pattern that does not match the whole name", 'at: "[0]", is: new name, name: u, like: "a"', "hole"],
    ["a pattern that is none", 'at: "[0]", is: new name, name: u, like: "("', "hole"],
    ["a name that was never bound", 'at: "[0]", is: name, name: u', "name"],
    ["a choice of one", 'at: "[2]", is: one of, of: ["5"]', "hole"],
    ["a choice without what was recorded", 'at: "[2]", is: one of, of: ["6", "7"]', "hole"],
    ["a reply that is not there", 'reply: 2, at: "[2]", is: now, within: 2', "hole"],
    ["another kind", 'at: "[2]", is: anything', "hole"],
  ])("must not be over %s", (_, hole, code) => {
    expect(() => golden([hole])).toThrow(expect.objectContaining({ name: TranscriptError.name, code, line: 11 }));
  });

  it("must not overlap, and not bind a name twice", () => {
    const inner = 'at: "[3].k", is: now, within: 2';
    const outer = 'at: "[3]", is: one of, of: [\'{"k": 6}\', "{}"]';
    expect(() => golden([outer, inner])).toThrow(/overlaps the one at \[3\]/);
    expect(() => golden([inner, outer])).toThrow(/overlaps/);
    const again = NAME.replace("[0]", "[1]");
    expect(() => golden([NAME, again])).toThrow(expect.objectContaining({ code: "name", line: 12 }));
    expect(() => golden([NAME, again.replace("name: u", "name: v")])).not.toThrow();
  });
});

describe("fills", () => {
  it("take a bound name into a place of the request", () => {
    expect(() => golden([], ['at: "params[0]", name: u'])).toThrow(expect.objectContaining({ code: "name" }));
    expect(() => golden([], ['at: "params[1]", name: u'])).toThrow(expect.objectContaining({ code: "hole" }));
  });
});

describe("matchesWhole()", () => {
  it.each([
    ["a|b", "a", true],
    ["a|b", "ab", false],
    ["\\d+", "12x", false],
    ["\\d+", "x12", false],
    ["\\d+", "12", true],
  ])("%s on %s is %s", (like, name, fits) => {
    expect(matchesWhole(like, Buffer.from(name))).toBe(fits);
  });
});
