// The bits of floats of 2, 4 and 8 bytes, as they stand after the initial byte of the item.

/** Reads the float of `width` bytes (2, 4 or 8) that starts at `from`. */
export function readFloat(buffer: Uint8Array, from: number, width: number): number {
  const view = new DataView(buffer.buffer, buffer.byteOffset + from, width);
  if (width === 8) return view.getFloat64(0);
  return width === 4 ? view.getFloat32(0) : halfToNumber(view.getUint16(0));
}

/** RFC 8949 appendix D. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (fraction + 1024) * 2 ** (exponent - 25);
}

/** The bits of a float of 2, 4 or 8 bytes; excess digits of the value are truncated in half precision, rounded in single. */
export function floatBits(value: number, width: number): Buffer {
  const bits = Buffer.alloc(width);
  if (width === 8) bits.writeDoubleBE(value);
  else if (width === 4) bits.writeFloatBE(value);
  else bits.writeUInt16BE(halfBits(value));
  return bits;
}

function halfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size > 65504) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.trunc(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | (Math.trunc((size / 2 ** exponent) * 1024) - 1024);
}
