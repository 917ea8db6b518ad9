import { describe, expect, it } from "vitest";
import { GoldenError } from "../golden/format.ts";
import { parseExpectFile } from "./expect-file.ts";

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

const { known } = parseExpectFile("go-coordinate", "x.yaml", text);

describe("parseExpectFile()", () => {
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
    expect(parseExpectFile("go-coordinate", "x.yaml", several).known.map(({ reply }) => reply)).toEqual([
      3, 4, 5, 1, 1,
    ]);
  });

  it("knows whether tracebacks are cut", () => {
    expect(parseExpectFile("go-coordinate", "x.yaml", text).cutsTracebacks).toBe(false);
    expect(parseExpectFile("go-coordinate", "x.yaml", `tracebacks: cut\n${text}`).cutsTracebacks).toBe(true);
  });

  it.each([
    ["version: 1", "version: 1\ntracebacks: yes", "shape"],
    ["version: 1", "version: 1\nclear: works", "shape"],
    ["step: 2,", "step: 2, replies: [3],", "shape"],
    ["step: 2,", "step: 2, replies: [3, 3],", "shape"],
    ["step: 2,", "step: 2, reply: 1, replies: [3, 4],", "shape"],
    ["version: 1", "version: 3", "version"],
    ["compare: ordered", "compare: loosely", "shape"],
    ["- point: K1\n    seen", "- seen", "shape"],
    ["point: K1", "point: K1\n    clause: LOCK-1", "shape"],
    ["point: K1", "point: K1\n    cases: work/*", "shape"],
    ["point: K1", "point: K999", "shape"],
    // A point that only the other peer has.
    ["point: K1", "point: D3", "shape"],
    ["step: 2, ", "", "shape"],
    ["varies: true", 'varies: true, got: "1"', "shape"],
    ['got: "null"', "colour: blue", "shape"],
  ])("refuses %s changed to %s", (from, to, code) => {
    expect(text).toContain(from);
    expect(() => parseExpectFile("go-coordinate", "x.yaml", text.replace(from, to))).toThrow(
      expect.objectContaining({ name: GoldenError.name, code }),
    );
  });

  it("takes a reason of the file's own for a clause, a point, cases, or an exact place, certain or flaky", () => {
    const own = `${text.split("divergences:")[0]}divergences:
  - {clause: LOCK-3, reason: not yet}
  - {cases: "work/*", reason: slow}
  - {method: renew, says: "no such method: renew", reason: later}
flaky:
  - {point: K7, reason: a race}
  - reason: also
    seen:
      - {case: a/b, step: 1, path: result, kind: value, got: "2"}
`;
    const file = parseExpectFile("my.yaml", "my.yaml", own);
    const short = { cases: undefined, flaky: false, file: "my.yaml" };
    expect(file.shorts).toEqual([
      { ...short, point: "LOCK-3", reason: "not yet", line: 5 },
      { ...short, point: "", reason: "slow", cases: "work/*", line: 6 },
      { ...short, point: "", reason: "later", missing: { method: "renew", says: "no such method: renew" }, line: 7 },
      { ...short, point: "K7", reason: "a race", flaky: true, line: 9 },
    ]);
    expect(file.known).toMatchObject([{ point: "", reason: "also", flaky: true, case: "a/b", line: 12 }]);
  });

  it("refuses an entry that says not where it shows, or a daemon's own file without a reason", () => {
    const head = text.split("divergences:")[0];
    const refused = (entry: string) => () =>
      parseExpectFile("my.yaml", "my.yaml", `${head}divergences:\n  - ${entry}\n`);
    expect(refused("{reason: because}")).toThrow(
      "my.yaml:5: a divergence needs a clause, a point, 'cases', 'method' or 'seen'",
    );
    expect(refused("{method: fetch, reason: because}")).toThrow("fetch is no method of the protocol");
    expect(refused("{says: never heard of it, cases: a/b, reason: because}")).toThrow("'says' goes with 'method'");
    expect(refused("{method: renew, seen: [], reason: because}")).toThrow("has either 'method' or 'seen'");
    expect(refused("{point: K1}")).toThrow("my.yaml:5: K1 lacks its reason");
  });
});
