// Which methods a request in notation calls, however their names are spelled.
import { METHOD_NAMES, type MethodName } from "../protocol/methods.ts";

/** Every method of the protocol that is called, in the order of the request. */
export function calledIn(call: string): MethodName[] {
  return [...call.matchAll(CALLED)].flatMap(([, name, key]) => {
    const method = BY_BARE_NAME.get(bare(name ?? key ?? ""));
    return method === undefined ? [] : [method];
  });
}

/** Every method that a text names. */
export function namedIn(text: string): MethodName[] {
  return [...text.matchAll(/\w+/g)].flatMap(([word]) => BY_BARE_NAME.get(bare(word)) ?? []);
}

/** Whether the method's name stands in a text, be it in the middle of a word: of bytes, the head before it may be a letter. */
export function isSpelledIn(text: string, method: MethodName): boolean {
  return bare(text).includes(bare(method));
}

/** A text with the method's name in it in its usual spelling. */
export function withUsualName(text: string, method: MethodName): string {
  return text.replaceAll(/\w+/g, (word) => (bare(word) === bare(method) ? method : word));
}

/** A call, or the method of a request that is written out. */
const CALLED = /\b(\w+)\(|['"]method['"]: ['"](\w+)['"]/g;

/** A name in the spelling that all of its spellings have in common. */
const bare = (name: string) => name.replaceAll("_", "").toLowerCase();

const BY_BARE_NAME: ReadonlyMap<string, MethodName> = new Map(METHOD_NAMES.map((method) => [bare(method), method]));
