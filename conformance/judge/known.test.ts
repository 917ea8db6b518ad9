import { describe, expect, it } from "vitest";
import { GoldenError } from "../golden/format.ts";
import type { Difference } from "./difference.ts";
import { parsePeer, sortDifferences, withoutTimes } from "./known.ts";

const text = `version: 1
daemon: a daemon 1.0
compare: ordered
divergences:
  - point: K1
    seen:
      - {case: work/none, step: 2, path: "[0]", kind: type, got: "null"}
      - {case: work/none, step: 3, path: error, kind: extra, got: '{"message": "Trace...'}
  - point: K2
    seen:
      - {case: work/none, step: 4, path: result, kind: order, varies: true}
`;

const base: Difference = { step: 2, reply: 1, path: "[0]", kind: "type", expected: "[]", got: "null", offset: 4 };
const known = parsePeer("go-coordinate", "x.yaml", text).known;
const traceback: Difference = { ...base, step: 3, path: "error", kind: "extra", got: '{"message": "Traceback 77"}' };

describe("parsePeer()", () => {
  it("gives every place its point, and the reason that points.yaml has for this peer", () => {
    expect(known).toHaveLength(3);
    expect(known[2]).toMatchObject({
      point: "K2",
      reason: expect.stringContaining("random"),
      got: undefined,
      varies: true,
      line: 11,
    });
  });

  it("counts a place in several replies once for each", () => {
    const several = text.replace("step: 2,", "step: 2, replies: [3, 5],");
    expect(parsePeer("go-coordinate", "x.yaml", several).known.map(({ reply }) => reply)).toEqual([3, 4, 5, 1, 1]);
  });

  it("knows whether tracebacks are cut", () => {
    expect(parsePeer("go-coordinate", "x.yaml", text).cutsTracebacks).toBe(false);
    expect(parsePeer("go-coordinate", "x.yaml", `tracebacks: cut\n${text}`).cutsTracebacks).toBe(true);
  });

  it.each([
    ["version: 1", "version: 1\ntracebacks: yes", "shape"],
    ["step: 2,", "step: 2, replies: [3],", "shape"],
    ["step: 2,", "step: 2, replies: [3, 3],", "shape"],
    ["step: 2,", "step: 2, reply: 1, replies: [3, 4],", "shape"],
    ["version: 1", "version: 3", "version"],
    ["compare: ordered", "compare: loosely", "shape"],
    ["- point: K1\n    seen", "- seen", "shape"],
    ["point: K1", "point: K999", "shape"],
    // A point of the other peer alone.
    ["point: K1", "point: D3", "shape"],
    ["step: 2, ", "", "shape"],
    ["varies: true", 'varies: true, got: "1"', "shape"],
    ['got: "null"', "colour: blue", "shape"],
  ])("refuses %s changed to %s", (from, to, code) => {
    expect(text).toContain(from);
    expect(() => parsePeer("go-coordinate", "x.yaml", text.replace(from, to))).toThrow(
      expect.objectContaining({ name: GoldenError.name, code }),
    );
  });
});

describe("withoutTimes()", () => {
  it.each([
    ["1795532586", "<time>"],
    ["[1795532586.25_3, 1795532586.0_3]", "[<time>, <time>]"],
    ["'1795532602.33'", "'<time>'"],
    ["[17955325860, 0.1795532586, 179553258, 2795532586]", "[17955325860, 0.1795532586, 179553258, 2795532586]"],
  ])("makes of %s %s", (notation, plain) => {
    expect(withoutTimes(notation)).toBe(plain);
  });
});

describe("sortDifferences()", () => {
  it("takes exact entries, beginnings of varying texts, and chance", () => {
    const chance: Difference = { ...base, step: 4, path: "result", kind: "order", got: "anything" };
    const below: Difference = { ...chance, path: "[0].status", kind: "value" };
    expect(sortDifferences([base, traceback, chance, below], known)).toEqual({
      unexpected: [],
      expected: 4,
      stale: [],
    });
  });

  it("takes any time where the list has one, and nothing else", () => {
    const at: Difference = { ...base, path: "[1]", got: "{'expires': 1795532586.25_3, 'n': 17}" };
    const entries = parsePeer(
      "go-coordinate",
      "x.yaml",
      text.replace(
        'path: "[0]", kind: type, got: "null"',
        `path: "[1]", kind: type, got: "{'expires': <time>, 'n': 17}"`,
      ),
    ).known.slice(0, 1);
    expect(sortDifferences([at], entries)).toMatchObject({ unexpected: [], stale: [] });
    for (const got of [
      "{'expires': null, 'n': 17}",
      "{'expires': 1795532586, 'n': 1}",
      "{'expires': 17955325860, 'n': 17}",
    ]) {
      expect(sortDifferences([{ ...at, got }], entries).unexpected).toHaveLength(1);
    }
  });

  it.each<[string, Partial<Difference>]>([
    ["another value", { got: "false" }],
    ["another kind", { kind: "value" }],
    ["another path", { path: "[1]" }],
    ["another step", { step: 1 }],
    ["another reply", { reply: 2 }],
  ])("does not take %s for the entry, which then is out of date", (_, change) => {
    const changed = { ...base, ...change };
    const { unexpected, stale } = sortDifferences([changed, traceback], known);
    expect(unexpected).toEqual([changed]);
    expect(stale.map(({ step }) => step)).toEqual([2]);
  });

  it("counts an entry once, and does not ask for what happens by chance", () => {
    const { unexpected, stale } = sortDifferences([base, base, traceback], known);
    expect(unexpected).toEqual([base]);
    expect(stale).toEqual([]);
  });
});
