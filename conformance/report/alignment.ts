// Aligns two lists to find missing and additional elements: compared index by index, a list that lacks its first
// element would differ everywhere.
import { tryOpenFrame } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { elementsOf } from "../cbor/reading.ts";

/** Lists with more elements, and replies with more hex digits, are not aligned: it would be too long to read. */
const MOST_ELEMENTS = 300;
const MOST_HEX = 200_000;

type Edits = { readonly missing: readonly string[]; readonly added: readonly string[] };

/**
 * Missing and additional elements of a list; undefined if naming them is no shorter than the differences by index.
 * @param path path of an element that differs, e.g. `[0][3]`
 * @param recorded the expected reply frame in hex
 * @param replied the received reply frame in hex
 */
export function alignment(path: string, recorded: string, replied: string): Edits | undefined {
  const list = /^(.*)\[\d+\]$/.exec(path)?.[1];
  if (list === undefined || recorded.length > MOST_HEX || replied.length > MOST_HEX) return undefined;
  const [expected, got] = [elementsAt(recorded, list), elementsAt(replied, list)];
  if (expected === undefined || got === undefined) return undefined;
  const edits = editsBetween(expected, got);
  const places = Math.max(expected.length, got.length);
  const differing = Array.from({ length: places }, (_, i) => expected[i] !== got[i]).filter(Boolean).length;
  return edits.missing.length + edits.added.length < differing ? edits : undefined;
}

/** The elements of the list at a path, in notation; undefined if there is no such list or it is too long. */
function elementsAt(hex: string, path: string): string[] | undefined {
  const frame = Buffer.from(hex, "hex");
  if (tryOpenFrame(frame) === undefined) return undefined;
  const found = findItem(frame, path === "" ? "result" : path);
  const elements = elementsOf(found?.item);
  if (found === undefined || elements.length === 0 || elements.length > MOST_ELEMENTS) return undefined;
  return elements.map((element) => notate(element, found.inner));
}

/** Computes the edits by the longest common subsequence; each element is prefixed with its index. */
function editsBetween(expected: readonly string[], got: readonly string[]): Edits {
  const width = got.length + 1;
  const common = new Uint16Array((expected.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = expected.length - 1; i >= 0; i--) {
    for (let j = got.length - 1; j >= 0; j--) {
      common[i * width + j] = expected[i] === got[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const missing: string[] = [];
  const added: string[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < got.length) {
    if (i < expected.length && j < got.length && expected[i] === got[j]) {
      i += 1;
      j += 1;
    } else if (j === got.length || (i < expected.length && at(i + 1, j) >= at(i, j + 1))) {
      missing.push(`[${i}] ${expected[i]}`);
      i += 1;
    } else {
      added.push(`[${j}] ${got[j]}`);
      j += 1;
    }
  }
  return { missing, added };
}
