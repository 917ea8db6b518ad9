// Encodes and decodes CBOR with the library cbor-x, which is fast and shares no code with the judge or any daemon.
import { Decoder, Encoder, Tag } from "cbor-x";

/** All options that affect bytes or values are set explicitly, so that changed defaults of the library have no effect. */
const options = {
  // Plain CBOR only: no record or shared-structure extension, no packed strings, no self-describing head.
  useRecords: false,
  structuredClone: false,
  bundleStrings: false,
  pack: false,
  sequential: false,
  useSelfDescribedHeader: false,
  // Byte-string keys cannot be property names: maps stay Map both ways, with the shortest head.
  mapsAsObjects: false,
  variableMapSize: true,
  // Byte strings without a typed-array tag.
  tagUint8Array: false,
  // Numbers as they are: no float32, no floats for integers, no integer beyond 64 bits made a float.
  useFloat32: 0,
  alwaysUseFloat: false,
  largeBigIntToFloat: false,
  encodeUndefinedAsNil: false,
  useToJSON: false,
  // A decoded byte string must outlive the network buffer that it came from.
  copyBuffers: true,
} as const;

const encoder = new Encoder(options);
const decoder = new Decoder(options);

export { Tag };

/** A complete frame: tag 24, and a byte string that contains the encoded message. */
export function encodeFrame(message: unknown): Buffer {
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

/** @throws Error (of cbor-x) for bytes that are no CBOR */
export function decodeMessage(inner: Uint8Array): unknown {
  return decoder.decode(inner);
}
