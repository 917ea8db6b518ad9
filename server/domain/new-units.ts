// Computes the memory that new units will take.
import { COST, sizeOf } from "./memory.ts";
import { finish, type Pieces } from "./pieces.ts";
import type { NewUnit } from "./work-unit.ts";

/** New units examined in one piece. */
const LOOKED_AT_A_PIECE = 10_000;

/** The bytes that these units will take. */
export function bytesOfNew(items: readonly NewUnit[]): number {
  return finish(bytesOfMany(items));
}

/** The same in pieces. */
export function* bytesOfMany(items: readonly NewUnit[]): Pieces<number> {
  let bytes = 0;
  let looked = 0;
  for (const item of items) {
    bytes += bytesOfOne(item);
    if (++looked % LOOKED_AT_A_PIECE === 0) yield;
  }
  return bytes;
}

export function bytesOfOne({ key, data }: NewUnit): number {
  return COST.unit + key.length + sizeOf(data);
}
