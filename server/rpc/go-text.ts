// Formats values as the Go daemon does in its messages: type names, kinds, and fmt's %v. All texts are binary strings,
// one char a byte.
import { byBytes } from "../domain/ordered-map.ts";
import { type Cursor, MAJOR } from "../wire/cursor.ts";

const MAX_PRINTED_DEPTH = 500;

/** The name of the Go type that the next item decodes to. Does not move the cursor. */
export function typeName(cursor: Cursor): string {
  switch (cursor.peekMajor()) {
    case MAJOR.uint:
      return "uint64";
    case MAJOR.negative:
      return "int64";
    case MAJOR.bytes:
      return "[]uint8";
    case MAJOR.text:
      return "string";
    case MAJOR.array:
      return "[]interface {}";
    case MAJOR.map:
      return "map[interface {}]interface {}";
    case MAJOR.tag:
      if (cursor.isTuple) return "cborrpc.PythonTuple";
      if (cursor.isUuid) return "uuid.UUID";
      return isEmbedded(cursor) ? "cborrpc.Request" : "codec.RawExt";
    default:
      if (cursor.isDouble) return "float64";
      return isBool(cursor) ? "bool" : "codec.RawExt";
  }
}

/** The kind of that type. Does not move the cursor. */
export function kindName(cursor: Cursor): string {
  switch (cursor.peekMajor()) {
    case MAJOR.bytes:
    case MAJOR.array:
      return "slice";
    case MAJOR.map:
      return "map";
    case MAJOR.tag:
      return cursor.isUuid ? "array" : "struct";
    case MAJOR.simple:
      return cursor.isDouble || isBool(cursor) ? typeName(cursor) : "struct";
    default:
      return typeName(cursor);
  }
}

/** A map key that is not a string, as Go's %s prints it: `%!s(uint64=5)`. Moves past it. */
export function misprintedKey(cursor: Cursor): string {
  const type = typeName(cursor);
  if (cursor.isUuid) return printed(cursor);
  return `%!s(${type}=${printed(cursor)})`;
}

/** The next item as %v prints it. Moves past it. */
export function printed(cursor: Cursor, depth = 0): string {
  if (depth > MAX_PRINTED_DEPTH) {
    cursor.skip();
    return "...";
  }
  if (cursor.isUuid) return printedUuid(cursor);
  if (cursor.isTuple) {
    cursor.readHead();
    return `{${printed(cursor, depth + 1)}}`;
  }
  switch (cursor.peekMajor()) {
    case MAJOR.uint:
    case MAJOR.negative:
      return String(cursor.readBigInt());
    case MAJOR.bytes:
      return `[${Array.from(cursor.readBinary(), (char) => char.charCodeAt(0)).join(" ")}]`;
    case MAJOR.text:
      return cursor.readBinary();
    case MAJOR.array: {
      const items = Array.from({ length: cursor.enter() }, () => printed(cursor, depth + 1));
      return `[${items.join(" ")}]`;
    }
    case MAJOR.map: {
      const entries = Array.from({ length: cursor.enter() }, () => {
        const number = numberAhead(cursor);
        return { number, key: printed(cursor, depth + 1), value: printed(cursor, depth + 1) };
      });
      const inOrder = entries.sort(byKey).map(({ key, value }) => `${key}:${value}`);
      return `map[${inOrder.join(" ")}]`;
    }
    case MAJOR.tag: {
      const tag = cursor.readTag();
      cursor.skip();
      return `{${tag} [] <nil>}`;
    }
    default:
      return printedSimple(cursor);
  }
}

/** A printed entry of a map; `number` is the key if it is one. */
type PrintedEntry = { readonly number: number | bigint | null; readonly key: string; readonly value: string };

/** Numbers before all other keys; those in the order of their printed bytes. */
function byKey(a: PrintedEntry, b: PrintedEntry): number {
  if (a.number !== null && b.number !== null) return byValue(a.number, b.number);
  if (a.number === null && b.number === null) return byBytes(a.key, b.key);
  return a.number === null ? 1 : -1;
}

/** Exact also where an integer beyond 2^53 meets a float or an infinity. NaN comes first, as in Go. */
function byValue(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

/** The next item if it is an integer or a float. Does not move the cursor. */
function numberAhead(cursor: Cursor): number | bigint | null {
  const start = cursor.at;
  const { isDouble } = cursor;
  if (!isDouble && cursor.peekMajor() > MAJOR.negative) return null;
  const number = isDouble ? cursor.readDouble() : cursor.readBigInt();
  cursor.at = start;
  return number;
}

/** A float as %v prints it: the shortest digits, with an exponent below 1e-4 and from 1e6 on. */
function printedFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function printedSimple(cursor: Cursor): string {
  if (cursor.isDouble) return printedFloat(cursor.readDouble());
  const { initial } = cursor;
  cursor.readHead();
  return initial === 0xf4 ? "false" : initial === 0xf5 ? "true" : "<nil>";
}

function printedUuid(cursor: Cursor): string {
  cursor.readHead();
  const hex = Array.from(cursor.readBinary(), (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function isBool(cursor: Cursor): boolean {
  return cursor.initial === 0xf4 || cursor.initial === 0xf5;
}

/** Whether tag 24 is next: CBOR in a byte string. */
function isEmbedded(cursor: Cursor): boolean {
  return cursor.initial === 0xd8 && cursor.bytes[cursor.at + 1] === 24;
}
