/** Major types (RFC 8949 §3.1). */
export const MAJOR = { uint: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const;

/**
 * The tags with a meaning here: bignums (RFC 8949 §3.4.3), embedded CBOR, UUIDs, and tuples as the Python client sends
 * them.
 */
export const TAG = { bignum: 2, negativeBignum: 3, embedded: 24, uuid: 37, tuple: 128 } as const;
