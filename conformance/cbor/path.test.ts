import { describe, expect, it } from "vitest";
import { assemble } from "./assemble.ts";
import { frameOf } from "./frame.ts";
import { parseItem } from "./item.ts";
import { findItem } from "./lookup.ts";
import { notate } from "./notation.ts";
import { childrenOf, shorten, walk } from "./path.ts";

describe("childrenOf()", () => {
  it("names what is directly inside, and looks through tags", () => {
    const bytes = assemble(`128(24(['a', {"k": 2}]))`);
    const inside = childrenOf(parseItem(bytes), "message", bytes);
    expect(inside.map(({ path }) => path)).toEqual(["message[0]", "message[1]"]);
    const map = assemble(`{'id': 1, "k": 2, "odd key": 3, 4: 5, "": 6}`);
    expect(childrenOf(parseItem(map), "", map).map(({ path }) => path)).toEqual([
      "['id']",
      ".k",
      `["odd key"]`,
      "[4]",
      `[""]`,
    ]);
  });
});

describe("walk()", () => {
  it("goes through everything in the order of the bytes", () => {
    const bytes = assemble(`{'id': 1, 'result': [128(['a', {"k": 2}]), 3]}`);
    const seen = [...walk(parseItem(bytes), bytes)].map(
      ({ path, item }) => `${shorten(path)} = ${notate(item, bytes)}`,
    );
    expect(seen.slice(1)).toEqual([
      "id = 1",
      `result = [128(['a', {"k": 2}]), 3]`,
      `[0] = 128(['a', {"k": 2}])`,
      "[0][0] = 'a'",
      `[0][1] = {"k": 2}`,
      "[0][1].k = 2",
      "[1] = 3",
    ]);
  });
});

describe("shorten()", () => {
  it.each([
    ["message['result']", "result"],
    ["message['result'].a", ".a"],
    ["message.result[0]", "[0]"],
    ["message['id']", "id"],
    ["message['error'].message", "error.message"],
    ["message['params'][1]", "params[1]"],
    ["message.results", "message.results"],
    ["message[0]['result']", "message[0]['result']"],
    ["message", "message"],
  ])("of %s is %s", (path, short) => {
    expect(shorten(path)).toBe(short);
  });
});

describe("findItem()", () => {
  const message = `{'id': 1, 'result': [128(['a', {"k": 2, "ke": 3, 4: [5]}]), 24(24("x"))]}`;

  it.each([
    ["id", "1"],
    ["result", `[128(['a', {"k": 2, "ke": 3, 4: [5]}]), 24(24("x"))]`],
    ["[0]", `128(['a', {"k": 2, "ke": 3, 4: [5]}])`],
    ["[0][0]", "'a'"],
    ["[0][1].ke", "3"],
    ["[0][1][4][0]", "5"],
    ["[1]", `24(24("x"))`],
    ["[2]", undefined],
    ["[0][1].kex", undefined],
    ["error", undefined],
  ])("finds %s", (path, notation) => {
    const found = findItem(frameOf(assemble(message)), path);
    expect(found && notate(found.item, found.inner)).toBe(notation);
  });

  it("does not mind the depth of the rest", () => {
    const deep = Buffer.concat([
      assemble("{'id': 1}").fill(0xa2, 0, 1),
      assemble("'x'"),
      Buffer.alloc(300_000, 0x81),
      assemble("0"),
    ]);
    expect(findItem(frameOf(deep), "id")?.item).toMatchObject({ value: 1n });
    expect(findItem(frameOf(deep), "result")).toBeUndefined();
  });
});
