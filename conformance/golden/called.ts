// Finds the methods that a request in notation, or in bytes, calls, whatever the spelling of their names.
import { CborError } from "../cbor/cbor-error.ts";
import { parseItem } from "../cbor/item.ts";
import { stringOf } from "../cbor/reading.ts";
import { METHOD_NAMES, type MethodName } from "../protocol/methods.ts";

/** Every method of the protocol that is called, in the order of the request. */
export function calledIn(call: string): MethodName[] {
  return [...call.matchAll(CALLED)].flatMap(([, name, key]) => {
    const method = BY_BARE_NAME.get(bare(name ?? key ?? ""));
    return method === undefined ? [] : [method];
  });
}

/** Every method that is called by bytes, wherever segments cut them and whatever stands around the messages. */
export function calledByBytes(sends: readonly Uint8Array[]): MethodName[] {
  const bytes = Buffer.concat(sends);
  const found: MethodName[] = [];
  for (let at = bytes.indexOf(KEY); at >= 0; at = bytes.indexOf(KEY, at + KEY.length)) {
    const method = BY_BARE_NAME.get(bare(stringAt(bytes, at + KEY.length) ?? ""));
    if (method !== undefined) found.push(method);
  }
  return found;
}

const KEY = "method";

function stringAt(bytes: Uint8Array, at: number): string | undefined {
  try {
    return stringOf(parseItem(bytes, at));
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}

/** Every method that a text names. */
export function namedIn(text: string): MethodName[] {
  return [...text.matchAll(/\w+/g)].flatMap(([word]) => BY_BARE_NAME.get(bare(word)) ?? []);
}

/**
 * Whether a method's name occurs in a text, even inside a word: in bytes as Latin-1 the head before it may look like a
 * letter.
 */
export function isSpelledIn(text: string, method: MethodName): boolean {
  return bare(text).includes(bare(method));
}

/** The text with the method's name replaced by its usual spelling. */
export function withUsualName(text: string, method: MethodName): string {
  return text.replaceAll(/\w+/g, (word) => (bare(word) === bare(method) ? method : word));
}

/** Matches a call, or the `method` entry of a request that is written out as a map. */
const CALLED = /\b(\w+)\(|['"]method['"]: ['"](\w+)['"]/g;

/** A name in the canonical form that all of its spellings share. */
const bare = (name: string) => name.replaceAll("_", "").toLowerCase();

const BY_BARE_NAME: ReadonlyMap<string, MethodName> = new Map(METHOD_NAMES.map((method) => [bare(method), method]));
