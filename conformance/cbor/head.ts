// Heads of CBOR items: an initial byte (major type and additional information) and up to eight bytes of argument. All
// code of the suite that reads or writes CBOR does it with these functions.
import { elementAt } from "../element-at.ts";
import { CborError } from "./cbor-error.ts";

export const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const;

/** The simple values that have a name; each is one byte, a head without content. */
export const FALSE = 0xf4;
export const TRUE = 0xf5;
export const NULL = 0xf6;
export const UNDEFINED = 0xf7;
/** The byte after the last part of an item of indefinite length. */
export const BREAK = 0xff;

/** Bytes of the longest head. */
export const LONGEST_HEAD = 9;
/** Additional information of an indefinite length. */
const INDEFINITE = 31;

/** A head: the major type, its length in bytes, and its argument, Infinity for an indefinite length. */
export type Head = { readonly major: number; readonly head: number; readonly argument: number };

/** The major type, 0 to 7, of the item with this initial byte. */
export const majorOfByte = (initial: number): number => initial >> 5;

/** Bytes of the head with this initial byte: 1, 2, 3, 5 or 9; undefined if its additional information is reserved. */
export function headLength(initial: number): number | undefined {
  const info = initial & 31;
  if (info < 24 || info === INDEFINITE) return 1;
  return info < 28 ? 1 + (1 << (info - 24)) : undefined;
}

/** Reads the head at `at`; undefined if it is incomplete. @throws CborError for a reserved head or a break */
export function readHead(buffer: Uint8Array, at: number): Head | undefined {
  const initial = buffer[at];
  if (initial === undefined) return undefined;
  const short = SHORT_HEADS[initial];
  if (short !== undefined) return short;
  const major = initial >> 5;
  const indefinite = (initial & 31) === INDEFINITE;
  const head = headLength(initial);
  if (head === undefined || (indefinite && (major < MAJOR.bytes || major > MAJOR.map))) {
    throw new CborError("reserved", at, `head ${initial.toString(16)} has no meaning`);
  }
  if (at + head > buffer.length) return undefined;
  const argument = indefinite ? Infinity : readArgument(buffer, at + 1, at + head);
  if (initial === 0xf8 && argument < 32) throw new CborError("reserved", at, `simple value ${argument} in two bytes`);
  return { major, head, argument };
}

/** Shared heads of one byte, by that byte, which avoids allocating one for nearly every item. */
const SHORT_HEADS: readonly (Head | undefined)[] = Array.from({ length: 256 }, (_, initial) =>
  (initial & 31) < 24 ? { major: initial >> 5, head: 1, argument: initial & 31 } : undefined,
);

function readArgument(buffer: Uint8Array, from: number, end: number): number {
  let value = 0;
  for (let i = from; i < end; i++) value = value * 256 + elementAt(buffer, i);
  return value;
}

/** The argument of a head of nine bytes as bigint, since a number cannot hold all of them. @param from its first byte */
export function readLongArgument(buffer: Uint8Array, from: number): bigint {
  return new DataView(buffer.buffer, buffer.byteOffset + from, 8).getBigUint64(0);
}

/** Bytes of the shortest head for an argument: 1, 2, 3, 5 or 9. */
export function shortestHead(argument: number | bigint): number {
  if (argument < 24) return 1;
  if (argument < 0x100) return 2;
  if (argument < 0x10000) return 3;
  return argument < 0x100000000 ? 5 : 9;
}

/** The head of one byte, for an argument from 0 to 23. */
export const shortHead = (major: number, argument: number): number => (major << 5) | argument;

/**
 * Writes the shortest head into a buffer that has room for it.
 * @param argument a whole number up to 2^53
 * @returns the offset just after the head
 */
export function writeHead(buffer: Buffer, at: number, major: number, argument: number): number {
  if (argument >= 24) return writeLongHead(buffer, at, major, argument);
  buffer[at] = shortHead(major, argument);
  return at + 1;
}

function writeLongHead(buffer: Buffer, at: number, major: number, argument: number): number {
  const type = major << 5;
  if (argument < 0x100) {
    buffer[at] = type | 24;
    buffer[at + 1] = argument;
    return at + 2;
  }
  if (argument < 0x10000) {
    buffer[at] = type | 25;
    return buffer.writeUInt16BE(argument, at + 1);
  }
  if (argument < 0x100000000) {
    buffer[at] = type | 26;
    return buffer.writeUInt32BE(argument, at + 1);
  }
  buffer[at] = type | 27;
  return buffer.writeBigUInt64BE(BigInt(argument), at + 1);
}

/** The encoding indicator (RFC 8949 8.1) of a head of that many bytes: 0 to 3 for 2, 3, 5 and 9, none for 1. */
export const indicatorOf = (length: number): number | undefined => (length === 1 ? undefined : Math.log2(length - 1));

/**
 * A head.
 * @param argument from 0 to 2^64 - 1
 * @param indicator 0 to 3 for an argument of 1, 2, 4 or 8 bytes; the shortest head if absent
 */
export function encodeHead(major: number, argument: number | bigint, indicator?: number): Buffer {
  const length = indicator === undefined ? shortestHead(argument) : 1 + 2 ** indicator;
  if (length === 1) return Buffer.of((major << 5) | Number(argument));
  const head = Buffer.alloc(length);
  head[0] = (major << 5) | (24 + (indicatorOf(length) ?? 0));
  for (let i = length - 1, rest = BigInt(argument); i > 0; i--, rest >>= 8n) head[i] = Number(rest & 0xffn);
  return head;
}

/** The head, of one byte, of an item of indefinite length. */
export const indefiniteHead = (major: number): number => (major << 5) | INDEFINITE;

/** An item of indefinite length: a string of these chunks, an array of these items, or a map of these keys and values. */
export function encodeIndefinite(major: number, parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.of(indefiniteHead(major)), ...parts, Buffer.of(BREAK)]);
}
