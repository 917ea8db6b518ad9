import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { exchangeOf, goldenOf } from "../../golden/testing/golden.ts";
import type { Finding, Result, Run } from "../../run/result.ts";
import type { Style } from "../printer.ts";
import { painter } from "../style.ts";
import { goodRun } from "../testing/sample-run.ts";
import { clausesAbout } from "./about.ts";
import { groupsOf } from "./groups.ts";
import { markedReply } from "./marked.ts";
import { groupsText, listedText, tierLine } from "./screen.ts";

const [base] = goodRun.results;
if (base === undefined) throw new Error("the sample has no result");
const hex = (message: string) => frameOf(assemble(message)).toString("hex");

/** A case that tests these clauses and differs in its first step. */
function failed(id: string, requires: string[], finding: Partial<Finding>): Result {
  const difference: Finding = {
    ...{ step: 1, reply: 1, path: "[0]", kind: "value", expected: "1", got: "2", offset: undefined, line: 3 },
    ...{ call: ["get_work('w', {})"], sent: "", recorded: hex("{'id': 1, 'result': [1, null]}") },
    replied: hex("{'id': 1, 'result': [2, null]}"),
    ...finding,
  };
  return { ...base, case: id, requires, outcome: "diverged", reason: "r", differences: [difference] } as Result;
}

const run = (results: Result[], more: Partial<Run> = {}): Run => ({ ...goodRun, results, ...more });
const plain = painter(false);
const style = (verbose: boolean): Style => ({
  ...{ colour: false, columns: undefined, verbose, goldens: () => [], kills: () => [] },
  again: (id) => `run ${id}`,
});

describe("tierLine()", () => {
  it("counts by tier and feature, and names features that are not offered", () => {
    const results: Result[] = [
      { ...base, requires: ["FRAME-1"] },
      failed("a/b", ["FRAME-1", "FRAME-3"], {}),
      { ...base, requires: ["LOCK-1"], outcome: "not-run" },
      { ...base, requires: ["FRAME-2"], outcome: "not-run" },
    ];
    expect(tierLine(run(results, { without: ["locks"] }), plain)).toBe(
      "core 1/1, edge 0/1; not offered: locks (1 case)\n",
    );
  });

  it("is empty for results without clauses", () => {
    expect(tierLine(run([{ ...base, requires: [] }]), plain)).toBe("");
  });
});

describe("groupsOf()", () => {
  it("groups failures by cause, the most basic clause first, the shortest case first", () => {
    const error: Partial<Finding> = { path: "error", kind: "extra", replied: hex("{'id': 1, 'error': {}}") };
    const groups = groupsOf(
      [
        failed("e/edge", ["FRAME-3"], {}),
        failed("c/long", ["LOCK-1"], { ...error, step: 9, call: ["lock('a', 1, [])"] }),
        failed("c/short", ["LOCK-7", "FRAME-2"], { ...error, call: ["lock('a', 1, [])"] }),
        failed("d/vague", ["FRAME-1"], {}),
        failed("d/other", ["FRAME-2"], {}),
      ],
      [],
    );
    expect(groups.map(({ cause, clause, cases }) => [clause?.id, cause, cases.map((each) => each.case)])).toEqual([
      ["FRAME-1", "get_work: [] has another value", ["d/vague"]],
      ["FRAME-2", "get_work: [] has another value", ["d/other"]],
      ["LOCK-7", "lock gets an error reply", ["c/short", "c/long"]],
      ["FRAME-3", "get_work: [] has another value", ["e/edge"]],
    ]);
    expect(groups.map(({ selector }) => selector)).toEqual([
      "clause:FRAME-1",
      "clause:FRAME-2",
      "method:lock",
      "clause:FRAME-3",
    ]);
  });

  it.each<[string, Partial<Finding>]>([
    ["get_work gets no reply", { path: "connection", kind: "no-reply" }],
    ["get_work gets the connection closed", { path: "connection", kind: "closed" }],
    ["get_work gets bytes that are no reply", { path: "frame", kind: "malformed" }],
    ["get_work succeeds where it must fail", { path: "error", kind: "missing" }],
    ["an error is told in other words", { path: "error.message", kind: "value" }],
    ["a refusal is told in other words", { path: "[1]", kind: "string-kind" }],
    ["get_work: [][key].status is missing", { path: "[0]['u'].status", kind: "missing" }],
    ['get_work: [] is "" where it must be null', { path: "[1]", kind: "type", expected: "null", got: '""' }],
    ["get_work: [] is of another type", { path: "[1]", kind: "type", expected: "null", got: "17" }],
    ["replies: id is missing", { path: "id", kind: "missing" }],
    ["replies: frame is written in another width", { path: "frame", kind: "width" }],
  ])("calls it '%s'", (cause, finding) => {
    expect(groupsOf([failed("a/b", ["FRAME-1"], finding)], [])[0]?.cause).toBe(cause);
  });
});

describe("groupsOf(): what has one reason whatever a case is about", () => {
  it.each<[string, Partial<Finding>, string]>([
    ["one small value in place of another", { path: "[1]", kind: "type", expected: "null", got: "false" }, "now()"],
    ["a missing field", { path: "[0].status", kind: "missing" }, "now()"],
    ["an envelope of another form", { path: "id", kind: "missing" }, "clear()"],
  ])("is one group: %s", (_, finding, call) => {
    const results = [
      failed("a/one", ["FRAME-2"], { ...finding, call: ["now()"] }),
      failed("a/two", ["FRAME-1"], { ...finding, call: [call] }),
    ];
    expect(groupsOf(results, []).map(({ clause, cases }) => [clause?.id, cases.length])).toEqual([["FRAME-1", 2]]);
  });

  it("reports a key that is both missing and additional as another kind of string", () => {
    const [missing, extra] = ["missing", "extra"].map((kind) =>
      failed("a/b", ["FRAME-1"], { path: "id", kind } as Partial<Finding>),
    );
    const differences = [...(missing?.differences ?? []), ...(extra?.differences ?? [])];
    const result = { ...failed("a/b", ["FRAME-1"], {}), differences };
    expect(groupsOf([result], [])[0]?.cause).toBe("replies: the key 'id' is another kind of string");
  });
});

describe("groupsOf(): methods that are not there", () => {
  const call = (text: string, number: number) => exchangeOf({ number, call: [text] });
  const add = "add_work_units('s', [])";
  const goldens = [
    goldenOf([call("set_work_spec({'name': 's'})", 1), call(add, 2)], { id: "a/one" }),
    goldenOf([call(add, 1), call("count_work_units('s')", 2)], { id: "a/two" }),
    goldenOf([call("lock('a', 1, [['p']])", 1)], { id: "a/three" }),
  ];
  const says = (method: string) => hex(`{'id': 1, 'error': {"message": "no such method ${method}"}}`);
  const error = { path: "error", kind: "extra" } as const;
  const results = [
    failed("a/one", ["FRAME-17"], { ...error, step: 2, call: [add], replied: says("AddWorkUnits") }),
    failed("a/two", ["FRAME-19"], { ...error, step: 1, call: [add], replied: says("AddWorkUnits") }),
    failed("a/three", ["FRAME-2"], { ...error, step: 1, call: ["lock('a', 1, [['p']])"], replied: says("Lock") }),
  ];

  it("are one group, the first, with the number of cases of each", () => {
    const [group, ...others] = groupsOf(results, goldens);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ cause: "2 methods are not there", clause: undefined, selector: undefined });
    expect(group?.methods).toEqual([
      { method: "add_work_units", cases: 2 },
      { method: "lock", cases: 1 },
    ]);
  });

  it("are listed below the head of the group", () => {
    const text = groupsText(run(results), { ...style(false), goldens: () => goldens }, plain);
    expect(text.split("\n").slice(0, 2)).toEqual([
      " 1. 2 methods are not there  3 cases",
      "    add_work_units (2 cases), lock (1 case)",
    ]);
  });
});

describe("clausesAbout()", () => {
  it("blames no clause on frames for an error reply that is a frame", () => {
    const error = { path: "error", kind: "extra", replied: hex("{'id': 1, 'error': {\"message\": 'm'}}") } as const;
    expect(clausesAbout(failed("a/b", ["FRAME-2", "LOCK-7"], error)).map(({ id }) => id)).toEqual(["LOCK-7"]);
    const bare = { ...error, path: "frame", kind: "malformed" } as const;
    expect(clausesAbout(failed("a/b", ["FRAME-2", "LOCK-7"], bare)).map(({ id }) => id)).toContain("FRAME-2");
  });

  it("sorts clauses first that share words with the request and the answers", () => {
    const requires = ["FRAME-1", "LOCK-7", "UNIT-63", "UNIT-64"];
    const limit = failed("a/b", requires, { call: ["get_work_units('s', {'limit': 2})"], expected: "a list of units" });
    expect(clausesAbout(limit)[0]?.id).toMatch(/^UNIT-6/);
    const lock = failed("a/b", requires, { call: ["lock('me', 60, [['a'], ['b']])"], got: "lock every path" });
    expect(clausesAbout(lock)[0]?.id).toBe("LOCK-7");
  });

  it("returns all clauses, equally relevant ones in the order of the document", () => {
    const nothing = failed("a/b", ["LOCK-7", "FRAME-1"], { call: [], expected: "", got: "" });
    expect(clausesAbout(nothing).map(({ id }) => id)).toEqual(["FRAME-1", "LOCK-7"]);
  });
});

describe("groupsText()", () => {
  it("shows the request whose reply differs, where a step sends several", () => {
    const calls = ["clear()", "get_work('w', {})"];
    const sent = [requestFrame(1, "clear", ""), requestFrame(1, "get_work", "'w', {}")];
    const finding = { reply: 2, call: calls, sent: Buffer.concat(sent).toString("hex") };
    const text = groupsText(run([failed("a/b", ["FRAME-1"], finding)]), style(false), plain);
    expect(text).toContain("    a/b step 1, request 2 of 2: get_work('w', {})\n");
    expect(text).toContain("get_work: [] has another value");
  });

  const many = Array.from({ length: 30 }, (_, i) => failed(`a/${i}`, [`FRAME-${i + 1}`], {}));

  it("shows the sentence, the shortest case, and the differing part marked", () => {
    const text = groupsText(run([failed("a/b", ["FRAME-1"], { note: "asked 1 s, got 901 s" })]), style(false), plain);
    expect(text.split("\n").slice(0, 6)).toEqual([
      " 1. FRAME-1 (core) get_work: [] has another value  1 case",
      expect.stringContaining("A daemon MUST serve any number of calls"),
      "    a/b step 1: get_work('w', {})",
      "      expected  [«1», null]",
      "      got       [«2», null]  (asked 1 s, got 901 s)",
      "    alone: run a/b",
    ]);
  });

  it("fits on a screen however many causes there are, unless --verbose is given", () => {
    expect(groupsText(run(many), style(false), plain).split("\n").length).toBeLessThan(45);
    expect(groupsText(run(many), style(false), plain)).toContain("and 14 more causes: --verbose shows all of them");
    expect(groupsText(run(many), style(true), plain)).toContain("30. FRAME-");
  });
});

describe("listedText()", () => {
  it("counts listed divergences by reason", () => {
    const [first] = failed("a/b", ["FRAME-1"], {}).differences;
    if (first === undefined) throw new Error("a failed case without a difference");
    const listed = { point: "K3", reason: "leases last 900 s", flaky: false, from: "x:1", first };
    const results = [
      { ...base, listed: [{ ...listed, count: 2 }] },
      {
        ...base,
        listed: [
          { ...listed, count: 3 },
          { ...listed, point: "", reason: "a race", flaky: true, count: 1 },
        ],
      },
    ];
    expect(listedText(run(results, { peer: "known.yaml" }), style(false))).toBe(
      `as listed by known.yaml: 6 differences in 2 cases
    2 cases  K3: leases last 900 s
    1 case   a race (flaky)
`,
    );
  });
});

describe("markedReply()", () => {
  const angle = (text: string) => `<${text}>`;

  it.each([
    ["{'id': 1, 'result': [[1, 'a'], null]}", "[0][1]", "[[1, <'a'>], null]"],
    ["{'id': 1, 'result': 5}", "result", "<5>"],
    ["{'id': 1, 'error': {\"message\": \"m\"}}", "error.message", 'error {"message": <"m">}'],
    ["{'id': 1, 'result': 5}", "[7]", "5"],
    ["{'id': 1}", "result", "{'id': 1}"],
  ])("of %s marks %s", (message, path, text) => {
    expect(markedReply(hex(message), path, angle, 100)).toBe(text);
  });

  it("cuts a line to the width around the mark", () => {
    const items = Array.from({ length: 60 }, (_, i) => i).join(", ");
    const text = markedReply(hex(`{'id': 1, 'result': [${items}]}`), "[30]", angle, 50) ?? "";
    expect(text).toContain("29, <30>, 31");
    expect(text.length).toBeLessThan(60);
  });

  it("shows a long text from its first difference on", () => {
    const reply = (last: string) => hex(`{'id': 1, 'error': {"message": "${"x".repeat(200)}${last}"}}`);
    const text = markedReply(reply("an end"), "error.message", angle, 60, reply("another")) ?? "";
    expect(text).toMatch(/<\.\.\.x+an end">/);
    expect(text.length).toBeLessThan(80);
  });

  it("returns undefined for bytes that are not a reply", () => {
    expect(markedReply("ff", "result", angle, 50)).toBeUndefined();
  });
});
