import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { GoldenError } from "./format.ts";
import { parseGolden } from "./load.ts";
import { matchesWhole } from "./masks.ts";

const RESULT = `["ab", 'ab', 5, {"k": 6}]`;
const REPLY = frameOf(assemble(`{'id': 1, 'result': ${RESULT}}`)).toString("hex");

/** A golden of one step with these masks and bindings, in YAML. */
function golden(masks: readonly string[], bindings: readonly string[] = []) {
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
${list("masks", masks)}${list("bindings", bindings)}`;
  return parseGolden("a/b", "b.yaml", text);
}

const NAME = 'at: "[0]", is: new name, name: u, like: "[a-z]+"';

describe("masks", () => {
  it.each([
    ['at: "[2]", is: now, within: 2'],
    ['at: "[2]", is: now-1.5'],
    ['at: "[2]", is: now+300, since: 1'],
    ['at: "[2]", is: age, since: 1'],
    ['at: "[3].k", is: now+900, within: 2'],
    [NAME],
    ['at: "[2]", is: one of, of: ["5", "7"]'],
    ['at: "[3]", is: one of, of: [\'{"k": 6}\', "{}"]'],
  ])("may be {%s}", (mask) => {
    const [step] = golden([mask]).steps;
    expect(step).toMatchObject({ replies: [{ masks: [{ line: 11 }] }] });
  });

  it.each([
    ["a missing item", 'at: "[4]", is: now, within: 2', "mask"],
    ["a time on a text", 'at: "[0]", is: now, within: 2', "mask"],
    ["a time with a negative tolerance", 'at: "[2]", is: now, within: -1', "mask"],
    ["a time set by a later step", 'at: "[2]", is: now, since: 2', "mask"],
    ["an age without a step to count from", 'at: "[2]", is: age', "shape"],
    ["an age on a text", 'at: "[0]", is: age, since: 1', "mask"],
    ["a time with a name", 'at: "[2]", is: now, within: 1, name: u', "mask"],
    ["a name on a number", 'at: "[2]", is: new name, name: u, like: ".*"', "mask"],
    ["a pattern that does not match the whole name", 'at: "[0]", is: new name, name: u, like: "a"', "mask"],
    ["an invalid pattern", 'at: "[0]", is: new name, name: u, like: "("', "mask"],
    ["a name that was never bound", 'at: "[0]", is: name, name: u', "name"],
    ["a choice with one alternative", 'at: "[2]", is: one of, of: ["5"]', "mask"],
    ["a choice without the recorded value", 'at: "[2]", is: one of, of: ["6", "7"]', "mask"],
    ["a missing reply", 'reply: 2, at: "[2]", is: now, within: 2', "mask"],
    ["another kind", 'at: "[2]", is: anything', "mask"],
  ])("must not be over %s", (_, mask, code) => {
    expect(() => golden([mask])).toThrow(expect.objectContaining({ name: GoldenError.name, code, line: 11 }));
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

describe("bindings", () => {
  it("take a bound name into a place of the request", () => {
    expect(() => golden([], ['at: "params[0]", name: u'])).toThrow(expect.objectContaining({ code: "name" }));
    expect(() => golden([], ['at: "params[1]", name: u'])).toThrow(expect.objectContaining({ code: "mask" }));
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
