// CBOR for workloads, by cbor-x: this client shares no code with the judge, nor with any daemon.
import { Decoder, Encoder } from "cbor-x";

// No records and no tagged typed arrays, which are extensions; maps with heads as short as can be.
const encoder = new Encoder({ useRecords: false, mapsAsObjects: false, tagUint8Array: false, variableMapSize: true });
// Maps, since keys may be integers and byte strings.
const decoder = new Decoder({ useRecords: false, mapsAsObjects: false });

/** A whole frame: tag 24 around a byte string around the message. */
export function encodeFrame(message: { params: readonly unknown[]; id: number; method: Buffer }): Buffer {
  const inner = encoder.encode(message);
  const { length } = inner;
  const width = length < 24 ? 3 : length < 0x100 ? 4 : length < 0x10000 ? 5 : 7;
  const frame = Buffer.allocUnsafe(width + length);
  frame[0] = 0xd8;
  frame[1] = 0x18;
  if (width === 3) frame[2] = 0x40 + length;
  else if (width === 4) frame.set([0x58, length], 2);
  else if (width === 5) {
    frame[2] = 0x59;
    frame.writeUInt16BE(length, 3);
  } else {
    frame[2] = 0x5a;
    frame.writeUInt32BE(length, 3);
  }
  frame.set(inner, width);
  return frame;
}

/** What a frame holds. @throws Error for what is no frame or no CBOR */
export function decodeFrame(frame: Uint8Array): unknown {
  const head = frame[2] ?? 0;
  if (frame[0] !== 0xd8 || frame[1] !== 0x18 || head < 0x40 || head > 0x5b) throw new Error("not a frame");
  return decoder.decode(frame.subarray(head < 0x58 ? 3 : 3 + 2 ** (head - 0x58)));
}
