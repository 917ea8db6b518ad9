// Random well-formed CBOR for property tests: every major type, every head width, definite and indefinite.

import fc from "fast-check";
import { encodeHead, encodeIndefinite, indicatorOf, MAJOR } from "../head.ts";

const indicator = fc.constantFrom(undefined, undefined, 0, 1, 2, 3);

/** The bytes of one random item. */
export function anyItem(): fc.Arbitrary<Buffer> {
  return fc.letrec<{ item: Buffer; leaf: Buffer; nested: Buffer }>((tie) => ({
    item: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie("leaf"), tie("nested")),
    leaf: fc.oneof(integer, string(2), string(3), float, simple, chunked),
    nested: fc.oneof(array(tie("item")), map(tie("item")), tag(tie("item"))),
  })).item;
}

const integer = fc
  .tuple(fc.constantFrom(0, 1), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), indicator)
  .map(([major, value, width]) => head(major, value, width));

const string = (major: number) =>
  fc
    .tuple(fc.uint8Array({ maxLength: 30 }), indicator)
    .map(([value, width]) => Buffer.concat([head(major, BigInt(value.length), width), value]));

const chunked = fc
  .tuple(fc.constantFrom(2, 3), fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 3 }))
  .map(([major, chunks]) => {
    const parts = chunks.map((chunk) => Buffer.concat([encodeHead(major, chunk.length), chunk]));
    return encodeIndefinite(major, parts);
  });

const float = fc
  .tuple(fc.constantFrom(2, 4, 8), fc.uint8Array({ minLength: 8, maxLength: 8 }))
  .map(([width, bits]) =>
    encodeHead(
      MAJOR.simple,
      BigInt(`0x${Buffer.from(bits.subarray(0, width)).toString("hex")}`),
      indicatorOf(1 + width),
    ),
  );

const simple = fc
  .integer({ min: 0, max: 255 })
  .map((value) => encodeHead(MAJOR.simple, value < 24 || value > 31 ? value : 20));

const array = (item: fc.Arbitrary<Buffer>) =>
  fc
    .tuple(fc.array(item, { maxLength: 4 }), indicator, fc.boolean())
    .map(([items, width, open]) => (open ? encodeIndefinite(4, items) : definite(4, items.length, width, items)));

const map = (item: fc.Arbitrary<Buffer>) =>
  fc
    .tuple(fc.array(fc.tuple(item, item), { maxLength: 3 }), indicator, fc.boolean())
    .map(([pairs, width, open]) =>
      open ? encodeIndefinite(5, pairs.flat()) : definite(5, pairs.length, width, pairs.flat()),
    );

const tag = (item: fc.Arbitrary<Buffer>) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), indicator, item)
    .map(([number, width, content]) => Buffer.concat([head(6, number, width), content]));

const definite = (major: number, count: number, width: number | undefined, parts: Buffer[]) =>
  Buffer.concat([head(major, BigInt(count), width), ...parts]);

/** A head of at least the given width; if that cannot hold the argument, the encoder chooses the width. */
function head(major: number, argument: bigint, width: number | undefined): Buffer {
  const fits = width !== undefined && argument < 2n ** BigInt(8 * 2 ** width);
  return encodeHead(major, argument, fits ? width : undefined);
}
