// Requests encoded once and patched in place: the id of each call, and the unit that it names. A unit is a number of six to
// nine digits: its key is "k" and nine digits, its data {number: N} with a five-byte head and value, so no length changes.
import { encodeHead, MAJOR } from "../cbor/head.ts";
import { elementAt } from "../element-at.ts";
import { encodeRequest, type Sent, Tuple } from "./codec.ts";

/** The first unit number and the first call id: from 65,536 on, CBOR writes an integer as 1a and four bytes. */
export const FIRST_NUMBER = 100_000;
export const FIRST_ID = 65_536;

/** Placeholder for the id, or for the first unit, by which the offset of its bytes is found. */
const MARK_ID = 0x7a6b5c4d;
const MARK_NUMBER = 987_000_001;

/** A frame to send repeatedly. Not shared between clients, since a socket may hold the bytes until the reply arrives. */
export class Request {
  readonly bytes: Buffer;
  readonly #idAt: number;
  readonly #keysAt: number[];
  readonly #numbersAt: number[];

  /** @param units number of units in the result of `params`; each may occur in several places, in the order of the units */
  constructor(method: string, params: (units: readonly number[]) => readonly Sent[], units = 0) {
    const marks = Array.from({ length: units }, (_, index) => MARK_NUMBER + index);
    this.bytes = encodeRequest(method, MARK_ID, params(marks));
    this.#idAt = uint32At(this.bytes, MARK_ID);
    this.#keysAt = marks.flatMap((mark) => placesOf(this.bytes, Buffer.from(keyOf(mark))));
    this.#numbersAt = marks.map((mark) => uint32At(this.bytes, mark)).filter((at) => at !== -1);
  }

  setId(id: number): void {
    this.bytes.writeUInt32BE(id, this.#idAt);
  }

  /** Writes the same unit into every place. */
  setUnit(number: number): void {
    for (const at of this.#keysAt) writeKey(this.bytes, at, number);
    for (const at of this.#numbersAt) this.bytes.writeUInt32BE(number, at);
  }

  /** Writes one unit into each place: `numbers[from]` into the first, and so on. */
  setUnits(numbers: ArrayLike<number>, from: number): void {
    this.#keysAt.forEach((at, index) => {
      writeKey(this.bytes, at, elementAt(numbers, from + index));
    });
    this.#numbersAt.forEach((at, index) => {
      this.bytes.writeUInt32BE(elementAt(numbers, from + index), at);
    });
  }
}

/** `add_work_units` of `count` units, as the client sends them: tuples of key and data. */
export function addRequest(spec: string, count: number): Request {
  return new Request(
    "add_work_units",
    (units) => [spec, units.map((number) => new Tuple([keyOf(number), { number }]))],
    count,
  );
}

export function getWorkRequest(worker: string, maxJobs: number): Request {
  return new Request("get_work", () => [worker, { max_jobs: maxJobs, lease_time: 900, available_gb: 1 }]);
}

/** `update_work_unit` to finished; with `chain`, its data has an `output` that makes the same unit for the next work spec. */
export function finishRequest(spec: string, worker: string, chain: boolean): Request {
  return new Request(
    "update_work_unit",
    ([number = 0]) => [
      spec,
      keyOf(number),
      { status: 4, worker_id: worker, ...(chain ? { data: { output: { [keyOf(number)]: { number } } } } : {}) },
    ],
    1,
  );
}

export function keyOf(number: number): string {
  return `k${String(number).padStart(9, "0")}`;
}

/** The unit number in the key at offset `at`, or -1 if there is no key. */
export function readKey(bytes: Buffer, at: number): number {
  if (bytes[at] !== 0x6b) return -1;
  let number = 0;
  for (let place = at + 1; place < at + 10; place++) {
    // Bytes past the end of the buffer are not digits either.
    const digit = (bytes[place] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

export function writeKey(bytes: Buffer, at: number, number: number): void {
  bytes[at] = 0x6b;
  let left = number;
  for (let place = at + 9; place > at; place--) {
    bytes[place] = 0x30 + (left % 10);
    left = Math.trunc(left / 10);
  }
}

/** Offset of the four value bytes of an integer that CBOR encodes as 1a and four bytes; -1 if not found. */
export function uint32At(bytes: Buffer, value: number, from = 0): number {
  const at = bytes.indexOf(encodeHead(MAJOR.unsigned, value, 2), from);
  return at === -1 ? -1 : at + 1;
}

function placesOf(bytes: Buffer, pattern: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(pattern); at !== -1; at = bytes.indexOf(pattern, at + 1)) places.push(at);
  return places;
}
