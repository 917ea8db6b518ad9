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
  return Buffer.from(encoder.encode(new Tag(encoder.encode(message), 24)));
}

/** @throws Error (of cbor-x) for bytes that are no CBOR */
export function decodeMessage(inner: Uint8Array): unknown {
  return decoder.decode(inner);
}
