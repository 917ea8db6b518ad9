import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { anyItem } from "../cbor/testing/any-item.ts";
import { describeReply } from "../golden/describe.ts";
import type { Golden } from "../golden/format.ts";
import { parseGolden } from "../golden/load.ts";
import type { Mask } from "../golden/mask.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { formatGolden } from "../golden/write.ts";
import { COMPARE_LEVELS, type CompareLevel } from "./difference.ts";
import { judge, type PlayedStep } from "./judge.ts";

const reply = replyOf;

/** A golden of one exchange, formatted and loaded again. */
function golden(expected: Buffer[], { masks = [], closes = false }: { masks?: Mask[]; closes?: boolean } = {}): Golden {
  const replies = expected.map((bytes) => ({ bytes, says: describeReply(bytes), masks }));
  const text = formatGolden(goldenOf([exchangeOf({ replies, closes })]));
  return parseGolden("a/b", "b.yaml", text);
}

function played(replies: Buffer[], more: Partial<PlayedStep> = {}): PlayedStep[] {
  return [{ step: 1, sentAt: 1000, receivedAt: 1000.25, replies, rest: Buffer.alloc(0), closed: false, ...more }];
}

function differences(expected: string, got: string, level: CompareLevel, masks: Mask[] = []) {
  const found = judge(golden([reply(expected)], { masks }), played([reply(got)]), level).differences;
  return found.map(({ path, kind, expected: wanted, got: came }) => `${path} ${kind}: ${wanted} | ${came}`);
}

describe("judge()", () => {
  it("keeps a thousand differences of a reply of any size, and counts the rest", () => {
    const found = differences("[]", `[${Array.from({ length: 1200 }, (_, i) => i).join(", ")}]`, "ordered");
    expect(found).toHaveLength(1001);
    expect(found.slice(-2)).toEqual([
      "[999] extra: nothing | 999",
      "message value: no difference | 200 more differences",
    ]);
  });

  it("says of a missing key that it is there as the other kind of string", () => {
    const notes = (expected: string, got: string) =>
      judge(golden([reply(expected)]), played([reply(got)]), "ordered").differences.map(({ kind, note }) => [
        kind,
        note,
      ]);
    const text = 'the key "n" is a byte string, must be a text string';
    expect(notes(`{"n": 1}`, "{'n': 1}")).toEqual([
      ["missing", text],
      ["extra", undefined],
    ]);
    expect(notes("{'n': 1}", `{"n": 1}`)[0]?.[1]).toBe("the key 'n' is a text string, must be a byte string");
    expect(notes(`{"n": 1}`, "{'m': 1}")[0]?.[1]).toBeUndefined();
  });

  it("cuts what came where it is too long to keep", () => {
    const [found = ""] = differences("1", `'${"a".repeat(100_000)}'`, "ordered");
    expect([found.length < 66_000, found.endsWith("... (100002 characters)")]).toEqual([true, true]);
  });

  it.each([
    ["[true, null]", "128([true, null])", "result type: [true, null] | 128([true, null])"],
    ["[1, null]", "[1.0_3, null]", "[0] type: 1 | 1.0_3"],
    ["[1]", "[1_0]", "[0] width: 1 | 1_0"],
    ["[1.0_3]", "[1.0_1]", "[0] width: 1.0_3 | 1.0_1"],
    ["[0.1_3]", "[0.1_2]", "[0] value: 0.1_3 | 0.10000000149011612_2"],
    [`["a"]`, "['a']", `[0] string-kind: "a" | 'a'`],
    [`["a"]`, `["a"_0]`, `[0] width: "a" | "a"_0`],
    [`["a"]`, `["b"]`, `[0] value: "a" | "b"`],
    ["[null]", "[false]", "[0] type: null | false"],
    ["[true]", "[false]", "[0] value: true | false"],
    [`{"a": 1}`, "{}", ".a missing: 1 | nothing"],
    ["{}", `{"a": 1}`, ".a extra: nothing | 1"],
    [`{"a": 1, 5: 2}`, `{5: 2, "a": 1}`, `result order: keys "a", 5 | keys 5, "a"`],
    ["[1, 2, 3]", "[3, 1, 2]", "result order: [1, 2, 3] | [3, 1, 2]"],
    ["[1, 2, 3]", "[1, 3]", "[1] missing: 2 | nothing"],
    ["[1, 3]", "[1, 2, 3]", "[1] extra: nothing | 2"],
    ["[]", "[_]", "result width: [] | [_]"],
    [`{"a b": {'u': [4]}}`, `{"a b": {'u': [5]}}`, `["a b"]['u'][0] value: 4 | 5`],
    ["24(1)", "24_1(1)", "result width: 24(1) | 24_1(1)"],
  ])("at level bytes: %s against %s", (expected, got, difference) => {
    expect(differences(expected, got, "bytes")).toEqual([difference]);
  });

  it("lists all differences of a reply", () => {
    expect(differences(`[{"a": 1, "b": 2}, 3]`, `[{"a": 2, "b": 3}, 4]`, "ordered")).toHaveLength(3);
  });

  it("at level ordered forgives the order of map keys and nothing else", () => {
    expect(differences(`{"a": 1, "b": 2}`, `{"b": 2, "a": 1}`, "ordered")).toEqual([]);
    expect(differences("[1]", "[1_0]", "ordered")).toHaveLength(1);
    expect(differences("[1, 2]", "[2, 1]", "ordered")).toHaveLength(1);
    const [unordered] = differences(`[{"a": 1, "b": 2}, {"c": 3}]`, `[{"c": 3}, {"b": 2, "a": 1}]`, "ordered");
    expect(unordered).toMatch(/^result order: /);
    expect(
      differences(`[{"a": 1, "b": 2}, {"c": 3}]`, `[{"c": 3}, {"b": 2_0, "a": 1}]`, "ordered").length,
    ).toBeGreaterThan(1);
  });

  it.each([
    ["[true, null]", "128([1, null])"],
    ["[1]", "[1.0_3]"],
    [`{"a": "b"}`, "{_ 'a': 'b'_1}"],
    [`{"a": 1, "b": 0}`, `{'b': false, 'a': true}`],
    ["18446744073709551615", "2(h'ffffffffffffffff')"],
    ["null", "undefined"],
    ["0", "-0.0"],
  ])("at level python %s equals %s", (expected, got) => {
    expect(differences(expected, got, "python")).toEqual([]);
  });

  it.each([
    [`["é"]`, "[h'c3a9']"],
    ["[1]", "['1']"],
    ["[null]", "[false]"],
    ["[1.5]", "[1]"],
    ["[[]]", "[{}]"],
    [`{"a": 1}`, `{"a": 1, "b": 1}`],
  ])("at level python %s differs from %s", (expected, got) => {
    expect(differences(expected, got, "python")).toHaveLength(1);
  });

  it("names the offset of the item that came", () => {
    const [found] = judge(golden([reply("[1, 2]")]), played([reply("[1, 3]")]), "bytes").differences;
    expect(reply("[1, 3]")[found?.offset ?? -1]).toBe(3);
  });

  it("reports a wrong id, an error reply and a missing result under their own names", () => {
    const against = (message: string) => {
      const { differences } = judge(golden([reply("1")]), played([frameOf(assemble(message))]), "bytes");
      return differences.map(({ path, kind }) => `${path} ${kind}`);
    };
    expect(against("{'id': 2, 'result': 1}")).toEqual(["id value"]);
    expect(against("{'id': 1}")).toEqual(["result missing"]);
    expect(against(`{'id': 1, 'error': {"message": "x"}}`)).toEqual(["result missing", "error extra"]);
    expect(against("{'result': 1, 'id': 1}")).toEqual(["message order"]);
    expect(against("[]")).toEqual(["message type"]);
  });

  it("reports bytes inside the frame after the message, and a longer head of the frame", () => {
    const trailing = frameOf(Buffer.concat([assemble("{'id': 1, 'result': 1}"), Buffer.from([0xf6])]));
    expect(judge(golden([reply("1")]), played([trailing]), "python").differences).toMatchObject([
      { path: "frame", kind: "trailing-bytes", got: "h'f6'", offset: 16 },
    ]);
    const wide = assemble("24_1(<<{'id': 1, 'result': 1}>>)");
    expect(judge(golden([reply("1")]), played([wide]), "bytes").differences).toMatchObject([
      { path: "frame", kind: "width" },
    ]);
    expect(judge(golden([reply("1")]), played([wide]), "python").differences).toEqual([]);
  });

  it.each<[string, Partial<PlayedStep> & { replies: Buffer[] }, string]>([
    ["nothing", { replies: [] }, "no-reply"],
    ["a closed connection", { replies: [], closed: true }, "closed"],
    ["half a frame", { replies: [], rest: Buffer.from("d818", "hex") }, "malformed"],
    ["bytes that are not a frame", { replies: [assemble("null")] }, "malformed"],
    ["a second reply", { replies: [reply("1"), reply("1")] }, "extra"],
    ["an additional byte", { replies: [reply("1")], rest: Buffer.from("d8", "hex") }, "trailing-bytes"],
    ["a reply and a closed connection", { replies: [reply("1")], closed: true }, "closed"],
  ])("reports %s", (_, answer, kind) => {
    const found = judge(golden([reply("1")]), played(answer.replies, answer), "python").differences;
    expect(found.map((each) => each.kind)).toEqual([kind]);
  });

  it("wants a connection closed where the golden says so", () => {
    const closing = golden([], { closes: true });
    expect(judge(closing, played([], { closed: true }), "bytes").differences).toEqual([]);
    expect(judge(closing, played([]), "bytes").differences).toMatchObject([{ kind: "not-closed", reply: 0 }]);
  });

  it("finds a difference between any two items of other bytes, and none between equal ones", () => {
    fc.assert(
      fc.property(anyItem(), anyItem(), (a, b) => {
        const wrap = (item: Buffer) =>
          frameOf(Buffer.concat([assemble("{'id': 1}").fill(0xa2, 0, 1), assemble("'result'"), item]));
        const found = judge(golden([wrap(a)]), played([wrap(b)]), "bytes").differences;
        expect(found.length === 0).toBe(a.equals(b));
        for (const level of COMPARE_LEVELS)
          expect(judge(golden([wrap(a)]), played([wrap(a)]), level).differences).toEqual([]);
      }),
    );
  });
});

describe("hostile replies", () => {
  const wanted = golden([reply(`{"a": [1]}`)]);

  it("never make the judge throw an exception", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }),
        fc.constantFrom(...COMPARE_LEVELS),
        (parts, level) => {
          for (const bytes of parts) {
            const answers = [
              Buffer.from(bytes),
              frameOf(bytes),
              frameOf(Buffer.concat([assemble("'x'").fill(0xa1, 0, 1), bytes])),
            ];
            for (const answer of answers) expect(judge(wanted, played([answer]), level).differences).not.toEqual([]);
          }
        },
      ),
    );
  });

  it("may be nested 200,000 deep", () => {
    const deep = Buffer.concat([Buffer.alloc(200_000, 0x81), assemble("0")]);
    for (const level of COMPARE_LEVELS) {
      const message = Buffer.concat([assemble("{'id': 1}").fill(0xa2, 0, 1), assemble("'result'"), deep]);
      expect(judge(wanted, played([frameOf(message)]), level).differences).toHaveLength(1);
      expect(judge(golden([reply("[[1]]")]), played([frameOf(message)]), level).differences).toHaveLength(1);
    }
  });
});

describe("draws", () => {
  const choices = [
    { result: "[1]", share: 0.75 },
    { result: "[2]", share: 0.25 },
  ].map(({ result, share }) => ({ bytes: reply(result), says: result, share }));
  const drawn = Array.from({ length: 100 }, () => ({ bytes: reply("[1]"), says: "[1]", masks: [], choices }));
  const step = { kind: "exchange", number: 1, replies: drawn, closes: false } as const;
  const came = (second: number, other = "[2]") =>
    judge({ steps: [step] }, played(drawn.map((_, i) => reply(i < second ? other : "[1]"))), "bytes").differences;

  it("may come as often as a right daemon may have them by chance", () => {
    expect([10, 25, 45].map((count) => came(count))).toEqual([[], [], []]);
  });

  it("are told when one comes too often or too seldom", () => {
    expect(came(60).map(({ path }) => path)).toEqual(["tally", "tally"]);
    expect(came(0).map(({ path, got }) => `${path} ${got}`)).toEqual(["tally in 100", "tally in 0"]);
  });

  it("reports a reply that is none of the possible outcomes", () => {
    expect(came(25, "[3]").filter(({ path }) => path === "[0]")).toHaveLength(25);
  });
});

describe("masks", () => {
  const time: Mask = { at: "[0]", is: "time", offset: 900, within: 2, line: 0 };

  it("allow a time near the request and nothing else", () => {
    expect(differences("[5000000]", "[1902]", "bytes", [time])).toEqual(["[0] width: 5000000 | 1902"]);
    expect(differences("[1899]", "[1902]", "bytes", [time])).toEqual([]);
    expect(differences("[1899]", "[1903]", "bytes", [time])).toEqual([
      "[0] value: a time from 1897.995 to 1902.255 | 1903",
    ]);
    expect(differences("[1899]", "[1896]", "bytes", [time])).toHaveLength(1);
    expect(differences("[1899]", "[1900.0]", "bytes", [time])).toEqual(["[0] type: 1899 | 1900.0_3"]);
    expect(differences("[1899]", "[1900.0]", "python", [time])).toEqual([]);
    expect(differences("[1899]", "['1900']", "python", [time])).toHaveLength(1);
  });

  it("tell how far a time is off, also in a list with the very bytes of the golden", () => {
    const now: Mask = { ...time, offset: 0 };
    const tell = (mask: Mask) =>
      judge(golden([reply("[1]")], { masks: [mask] }), played([reply("[1]")]), "bytes").differences.map(
        ({ path, kind, note }) => `${path} ${kind}: ${note}`,
      );
    expect(tell(now)).toEqual(["[0] value: must be now ±2 s, is -999 s off"]);
    expect(tell(time)).toEqual(["[0] value: asked 900 s, got -999 s"]);
  });

  it("count a time from the exchange that set it, and allow no more than that one took", () => {
    const [ask] = golden([reply("[0]")]).steps;
    if (ask?.kind !== "exchange") throw new Error("no exchange");
    const told = (mask: Mask) => {
      const [step] = golden([reply("[1300]")], { masks: [mask] }).steps;
      if (step?.kind !== "exchange") throw new Error("no exchange");
      return { ...golden([reply("[0]")]), steps: [ask, { ...step, number: 2 }] };
    };
    const came = (mask: Mask, value: number) => {
      const rest = { rest: Buffer.alloc(0), closed: false };
      const set = { step: 1, sentAt: 1000.5, receivedAt: 1000.6, replies: [reply("[0]")], ...rest };
      const later = { step: 2, sentAt: 1007.5, receivedAt: 1007.6, replies: [reply(`[${value}]`)], ...rest };
      return judge(told(mask), [set, later], "bytes").differences.length;
    };
    const ends: Mask = { at: "[0]", is: "time", offset: 300, since: 1, within: 0, line: 0 };
    expect([1299, 1300, 1301, 1307].map((value) => came(ends, value))).toEqual([1, 0, 1, 1]);
    const age: Mask = { at: "[0]", is: "age", since: 1, line: 0 };
    expect([5, 6, 7, 8].map((value) => came(age, value))).toEqual([1, 0, 0, 1]);
  });

  it("allow an age between the two exchanges, in whole seconds", () => {
    const mask: Mask = { at: "[0]", is: "age", since: 1, line: 0 };
    const aged = (receivedAt: number, age: number) => {
      const step = golden([reply("[0]")], { masks: [mask] });
      return judge(step, played([reply(`[${age}]`)], { receivedAt }), "bytes").differences.length;
    };
    expect([aged(1000.25, 0), aged(1000.25, 1), aged(1001.5, 1), aged(1001.5, 2)]).toEqual([0, 1, 0, 1]);
  });

  it("allow one of listed values in their very encoding", () => {
    const choice: Mask = { at: "[0]", is: "one-of", of: [`"a"`, `"b"`], line: 0 };
    expect(differences(`["a"]`, `["b"]`, "bytes", [choice])).toEqual([]);
    expect(differences(`["a"]`, "['b']", "bytes", [choice])).toEqual([`[0] value: one of "a" "b" | 'b'`]);
  });

  it("bind a generated name for later places", () => {
    const masks: Mask[] = [
      { at: "[0]", is: "new-name", name: "u", like: "\\d\\.\\d", line: 0 },
      { at: "[1]", is: "name", name: "u", line: 0 },
    ];
    expect(differences("['1.2', '1.2']", "['3.4', '3.4']", "bytes", masks)).toEqual([]);
    expect(differences("['1.2', '1.2']", "['3.4', '1.2']", "bytes", masks)).toEqual(["[1] value: '3.4' | '1.2'"]);
    expect(differences("['1.2', '1.2']", "['abc', 'abc']", "bytes", masks)).toEqual([
      "[0] value: a name like \\d\\.\\d | 'abc'",
    ]);
    expect(differences("['1.2', '1.2']", "['12.4', '12.4']", "bytes", masks)).toHaveLength(2);
  });

  it("count the bytes they leave unchecked", () => {
    const { bytes } = judge(golden([reply("[1899]")], { masks: [time] }), played([reply("[1900]")]), "bytes");
    expect(bytes).toEqual({ compared: reply("[1899]").length - 2, masked: 2 });
  });
});
