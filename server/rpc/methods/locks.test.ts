import { describe, expect, it } from "vitest";
import { Caller, error } from "../../testing/caller.ts";

const OK = "[true, null]";

describe("lock methods", () => {
  it("lock, read, renew and unlock", () => {
    const caller = new Caller();
    caller.says([
      ["lock('me', 10, [['a', 'b'], ['c']])", OK],
      ["readlock([['a', 'b'], ['a'], ['c'], ['d'], []])", '["me", null, "me", null, null]'],
      ["readlock([])", "[]"],
      ["lock('you', 10, [['d'], ['a']])", '[false, "[[97]] is not lockable"]'],
      ["unlock('you', [['c']])", '[false, "[[99]] is held by me"]'],
      ["unlock('me', [['x']])", '[false, "[[120]] is not held"]'],
      ["renew('me', 10, [['x', 'y']])", '[false, "[[120] [121]] is held by None"]'],
      ["renew('you', 10, [['c']])", '[false, "[[99]] is held by me"]'],
      ["renew('me', 100, [['c']])", OK],
    ]);
    caller.clock.advance(11);
    caller.says([
      ["readlock([['a', 'b'], ['c']])", '[null, "me"]'],
      ["unlock('me', [['c'], ['c']])", OK],
      ["lock('you', 10, [[]])", OK],
    ]);
  });

  it("locksome gives the paths that it could lock, labels as sent", () => {
    new Caller().says([
      [
        "locksome('me', 10, [['a', 1.0_1], 128([\"b\"]), ['a', 1.0_1], []])",
        "[[['a', 1.0_3], [\"b\"], null, null], null]",
      ],
      ["locksome('me', 10, [])", "[null, null]"],
    ]);
  });

  it.each(["null", "'a'", "5", "{}", "['a']", "[null]", "[{}]", "[5]"])(
    "keys that are %s cannot be decoded",
    (keys) => {
      for (const call of [
        `lock('me', 1, ${keys})`,
        `locksome('me', 1, ${keys})`,
        `renew('me', 1, ${keys})`,
        `readlock(${keys})`,
        `unlock('me', ${keys})`,
      ]) {
        expect(new Caller().call(call), call).toBe(error("cannot decode key paths"));
      }
    },
  );

  it.each([
    ["'a'", '"a"'],
    ["1", "1.0"],
    ["1", "-2"],
    ["['a']", "128(['a'])"],
    ["{1: 2}", "{1: 3}"],
    ["null", "false"],
    ["5000(1)", "5001(1)"],
    ["simple(0)", "0"],
  ])("labels %s and %s differ", (one, other) => {
    new Caller().says([
      [`lock('me', 10, [[${one}], [${other}]])`, OK],
      [`readlock([[${one}]])`, '["me"]'],
      [`unlock('me', [[${one}]])`, OK],
      [`readlock([[${other}]])`, '["me"]'],
    ]);
  });

  it.each([
    ["1", "1_3"],
    ["1.0_1", "1.0_3"],
    ["0.0", "-0.0"],
    ["{1: 2, 'b': [3]}", '{"b": [3], 1: 2}'],
    ["['a', {1: 2, 3: 4}]", "['a', {3: 4, 1: 2}]"],
  ])("labels %s and %s are the same", (one, other) => {
    new Caller().says([
      [`lock('me', 10, [[${one}]])`, OK],
      [`readlock([[${other}]])`, '["me"]'],
    ]);
  });

  it("a label that is not a number equals nothing, not even itself", () => {
    new Caller().says([
      ["lock('me', 10, [[NaN]])", OK],
      ["lock('me', 10, [[NaN], [[NaN]]])", OK],
      ["readlock([[NaN]])", "[null]"],
      ["unlock('me', [[NaN]])", '[false, "[NaN] is not held"]'],
    ]);
  });

  it("arrays and tuples are the same path", () => {
    new Caller().says([
      ["lock('me', 10, 128([128(['a', 'b'])]))", OK],
      ["readlock([['a', 'b']])", '["me"]'],
    ]);
  });

  it.each([
    ["['one', 'two']", "[[111 110 101] [116 119 111]]"],
    ['["one", "two"]', "[one two]"],
    ["[]", "[]"],
    ['[""]', "[]"],
    ["[1, -5, 1.5, 1.0, 1e30, 1e-7]", "[1 -5 1.5 1 1e+30 1e-07]"],
    ["[null, true, false]", "[<nil> true false]"],
    ["[[1, ['a']], {2: 3, \"b\": null}]", "[[1 [[97]]] map[2:3 b:<nil>]]"],
    ["[128([1, 2])]", "[{[1 2]}]"],
    ["[37(h'000102030405060708090a0b0c0d0e0f')]", "[00010203-0405-0607-0809-0a0b0c0d0e0f]"],
    ["[5000('x')]", "[{5000 [] <nil>}]"],
  ])("the path %s is printed as %s", (path, printed) => {
    expect(new Caller().call(`unlock('me', [${path}, ${path}])`)).toBe(
      printed === "[]" && path === "[]"
        ? '[false, "[] is held by "]'
        : `[false, ${JSON.stringify(`${printed} is not held`)}]`,
    );
  });

  it.each([
    ["{5: 1, Infinity_3: 2, 1: 3}", "map[1:3 5:1 +Inf:2]"],
    ["{5: 1, NaN_3: 2, 1: 3, -Infinity_3: 4}", "map[NaN:2 -Inf:4 1:3 5:1]"],
    ["{5: 1, 1: 2, NaN_3: 3}", "map[NaN:3 1:2 5:1]"],
    [
      "{9007199254740993: 1, 9007199254740992: 2, 18446744073709551615: 3, 18446744073709551614: 4}",
      "map[9007199254740992:2 9007199254740993:1 18446744073709551614:4 18446744073709551615:3]",
    ],
    [
      "{-9007199254740992: 1, -9007199254740993: 2, -5: 3, 3: 4}",
      "map[-9007199254740993:2 -9007199254740992:1 -5:3 3:4]",
    ],
    ['{"a": 1, true: 2, 1.5_3: 3, 1: 4, 2: 5}', "map[1:4 1.5:3 2:5 a:1 true:2]"],
  ])("the keys of %s are printed in the order of their exact values", (map, printed) => {
    expect(new Caller().call(`unlock('me', [["n", ${map}]])`)).toBe(`[false, "[n ${printed}] is not held"]`);
  });

  it("a huge path is not printed", () => {
    expect(new Caller().call(`unlock('me', [[h'${"00".repeat(70_000)}']])`)).toBe('[false, "[...] is not held"]');
  });

  it("labels of any depth are taken or refused, never a fault", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}NaN${"]".repeat(depth)}`;
    new Caller().says([
      [`lock('me', 10, [[${nested(400)}]])`, OK],
      [`lock('me', 10, [[${nested(600)}]])`, error("cannot decode key paths")],
    ]);
  });

  it("delete_namespace drops a subtree and is always 0; clear touches no lock", () => {
    new Caller().says([
      ["lock('me', 10, [['a', 'b'], ['c']])", OK],
      ["delete_namespace('a')", "0"],
      ["delete_namespace('nosuch')", "0"],
      ["clear()", "0"],
      ["readlock([['a', 'b'], ['c']])", '[null, "me"]'],
    ]);
  });
});
