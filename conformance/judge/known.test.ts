import { describe, expect, it } from "vitest";
import { exchangeOf, goldenOf } from "../golden/testing/golden.ts";
import { allPoints } from "../protocol/protocol.ts";
import type { Difference } from "./difference.ts";
import { parseExpectFile } from "./expect-file.ts";
import { type Known, requirementsOf, type Short, sortDifferences as sort, withoutTimes } from "./known.ts";

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

const golden = goldenOf([exchangeOf()], { id: "work/none", requires: ["K1"] });
const sortDifferences = (found: readonly Difference[], entries: readonly Known[], shorts: readonly Short[] = []) =>
  sort(golden, found, { known: entries, shorts }, []);

const base: Difference = { step: 2, reply: 1, path: "[0]", kind: "type", expected: "[]", got: "null", offset: 4 };
const known = parseExpectFile("go-coordinate", "x.yaml", text).known;
const traceback: Difference = { ...base, step: 3, path: "error", kind: "extra", got: '{"message": "Traceback 77"}' };

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
    const listed = { flaky: false, reason: expect.any(String) };
    expect(sortDifferences([base, traceback, chance, below], known)).toEqual({
      unexpected: [],
      listed: [
        { ...listed, point: "K1", count: 2, from: "x.yaml:7", first: base },
        { ...listed, point: "K2", count: 2, from: "x.yaml:11", first: chance },
      ],
      stale: [],
    });
  });

  it("does not ask how many replies came before a connection closed, but that it closed", () => {
    const closed: Difference = { ...base, path: "connection", kind: "closed", got: "" };
    const came = (count: string) => ({ ...closed, got: `the connection closed (${count} replies came)` });
    const from = { point: "K1", reason: "r", case: golden.id, file: "x.yaml", line: 3, varies: false, flaky: false };
    const entry: Known = { ...came("2 of 41"), ...from };
    expect(sortDifferences([came("0 of 41")], [entry])).toMatchObject({ unexpected: [], stale: [] });
    expect(sortDifferences([{ ...closed, got: "an error" }], [entry])).toMatchObject({ stale: [entry] });
  });

  it("asks for no other entry of a case that may differ or not as a whole", () => {
    const short: Short = { point: "", reason: "r", cases: "work/*", flaky: true, file: "x.yaml", line: 1 };
    expect(sortDifferences([], known).stale).toHaveLength(2);
    expect(sortDifferences([], known, [short]).stale).toEqual([]);
    expect(sortDifferences([{ ...base, got: "false" }], known, [short])).toMatchObject({ unexpected: [], stale: [] });
    expect(sortDifferences([], known, [{ ...short, flaky: false }]).stale).toHaveLength(2);
  });

  it("takes any time where the list has one, and nothing else", () => {
    const at: Difference = { ...base, path: "[1]", got: "{'expires': 1795532586.25_3, 'n': 17}" };
    const entries = parseExpectFile(
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

  it("lets a short entry stand for all differences of the cases that it is about", () => {
    const short = { reason: "r", cases: undefined, flaky: false, file: "x.yaml", line: 20 };
    for (const entry of [
      { ...short, point: "K1" },
      { ...short, point: "", cases: "work/*" },
      { ...short, point: "", cases: "work/none" },
    ]) {
      const { unexpected, listed } = sortDifferences([base, traceback], [], [entry]);
      expect([unexpected, listed.map(({ count, from }) => [count, from])]).toEqual([[], [[2, "x.yaml:20"]]]);
    }
    for (const entry of [
      { ...short, point: "K2" },
      { ...short, point: "K1", cases: "other/*" },
    ]) {
      expect(sortDifferences([base, traceback], [], [entry]).unexpected).toHaveLength(2);
    }
  });

  it("takes a flaky entry whether it shows or not, and counts it", () => {
    const flaky = known.slice(0, 1).map((entry) => ({ ...entry, flaky: true }));
    expect(sortDifferences([], flaky)).toEqual({ unexpected: [], listed: [], stale: [] });
    expect(sortDifferences([base], flaky).listed).toMatchObject([{ point: "K1", count: 1, flaky: true }]);
  });
});

describe("requirementsOf()", () => {
  it("finds clauses and points, and the clauses of the points, among what a case needs", () => {
    const clauses = allPoints().get("K7")?.clauses ?? [];
    expect(clauses.length).toBeGreaterThan(0);
    expect([...requirementsOf({ requires: ["K7", "LOCK-3"] })]).toEqual(["K7", ...clauses, "LOCK-3"]);
  });
});
