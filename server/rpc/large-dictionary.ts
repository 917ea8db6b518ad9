// Reads a large dictionary of set_work_spec in pieces: rewrites it, and extracts the entries that the server
// interprets.
import type { Pieces } from "../domain/pieces.ts";
import type { Stored } from "../domain/work-unit.ts";
import { ByteSink } from "../wire/byte-sink.ts";
import { Cursor, MAJOR } from "../wire/cursor.ts";
import { isReadable } from "../wire/readable-text.ts";
import { folded } from "./options.ts";
import { CODE_KEYS, NAME, readDefinition, SETTINGS, type SpecDefinition } from "./spec-dictionary.ts";
import { ITEMS_A_PIECE } from "./steps.ts";
import { BYTES_A_PIECE, cursorOver } from "./stored.ts";

/** Longer keys are not looked at: no spelling of a setting has as many bytes. */
const LONGEST_NAME = 64;

/** The same as readSpecDictionary(). @param sent a map @throws RpcError bad-parameter; then nothing of the spec may change */
export function* readLargeDictionary(sent: Stored): Pieces<SpecDefinition> {
  const cursor = yield* cursorOver(sent);
  const sink = new ByteSink();
  const settings: [Stored, Stored][] = [];
  const count = cursor.enter();
  sink.head(MAJOR.map, count);
  for (let left = count; left > 0; left--) {
    const start = cursor.at;
    const key = cursor.readStored();
    const valueStart = cursor.at;
    sink.copy(cursor.bytes, start, valueStart);
    const major = cursor.peekMajor();
    // Byte strings become text if they can be decoded, and names of code become byte strings, as in a small dictionary.
    const wanted =
      major !== MAJOR.bytes && major !== MAJOR.text ? major : CODE_KEYS.has(key) ? MAJOR.bytes : MAJOR.text;
    if (wanted === major) {
      cursor.skip();
      sink.copy(cursor.bytes, valueStart, cursor.at);
    } else {
      const value = cursor.readBinary();
      const isLong = value.length > BYTES_A_PIECE;
      if (isLong) yield;
      const isText = wanted === MAJOR.text && (key === NAME || isReadable(value));
      if (isLong) yield;
      sink.head(isText ? wanted : MAJOR.bytes, value.length);
      sink.binary(value);
      if (isLong) yield;
    }
    if (SETTINGS.fields.has(folded(nameIn(key)))) settings.push([key, sent.slice(valueStart, cursor.at)]);
    if (left % ITEMS_A_PIECE === 0) yield;
  }
  yield;
  const dictionary = sink.bytes.toString("latin1", 0, sink.length);
  yield;
  return { ...(yield* readDefinition(settings)), dictionary };
}

/** The name in a stored key, if it is text; no name of a setting is long. */
function nameIn(key: Stored): string {
  if (key.length > LONGEST_NAME) return "";
  const cursor = Cursor.over(key);
  return cursor.peekMajor() === MAJOR.text ? cursor.readBinary() : "";
}
