import fc from "fast-check";
import { expect, it } from "vitest";
import { assemble } from "./assemble.ts";
import { CborError } from "./cbor-error.ts";
import { Cursor } from "./cursor.ts";
import { parseItem } from "./item.ts";
import { anyItem } from "./testing/any-item.ts";

it("skip() ends where parseItem() does", () => {
  fc.assert(
    fc.property(anyItem(), (bytes) => {
      const cursor = new Cursor(Buffer.concat([Buffer.of(0), bytes, Buffer.of(0)]), 1);
      cursor.skip();
      expect(cursor.at - 1).toBe(parseItem(bytes).end);
    }),
  );
});

it("skip() refuses an item that is cut off", () => {
  fc.assert(
    fc.property(anyItem(), (bytes) => {
      expect(() => new Cursor(bytes.subarray(0, -1), 0).skip()).toThrow(CborError);
    }),
  );
});

it("reads the heads of an array, its strings and its floats", () => {
  const cursor = new Cursor(assemble(`[_ "größer", 'a longer byte string, longer than 24', 1.5_1, -2.5_2, 0.1_3]`), 0);
  const { argument } = cursor.head();
  const read: (string | number)[] = [];
  while (cursor.more(argument)) {
    const head = cursor.head();
    read.push(head.major === 7 ? cursor.float(head.head) : cursor.string(head));
  }
  expect(read).toEqual(["größer", "a longer byte string, longer than 24", 1.5, -2.5, 0.1]);
  expect(cursor.isAtEnd).toBe(true);
});
