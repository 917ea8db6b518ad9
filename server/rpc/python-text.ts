// Formats values as the Python daemon does in its messages. All texts are binary strings, one char a byte.
import { type Cursor, MAJOR } from "../wire/cursor.ts";

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Python 2's repr of a byte string. */
export function reprOfBytes(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const body = value.replace(/[^\x20-\x7e]|[\\'"]/g, (char) => {
    if (char === "'" || char === '"') return char === quote ? `\\${char}` : char;
    return ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
  return `${quote}${body}${quote}`;
}

/** A number that is not NaN, or null, as Python 2's str() prints it. Moves past it. */
export function strOfNumber(cursor: Cursor): string {
  if (cursor.isDouble) return strOfFloat(cursor.readDouble());
  if (cursor.peekMajor() === MAJOR.uint || cursor.peekMajor() === MAJOR.negative) return String(cursor.readBigInt());
  cursor.skip();
  return "None";
}

/** Matches a value half way between two numbers of twelve digits: JavaScript rounds up, Python to even. */
const HALF_WAY_ABOVE_EVEN = /^(-?\d\.\d{10}[02468])50*(e.+)$/;

function toTwelveDigits(value: number): number {
  const half = HALF_WAY_ABOVE_EVEN.exec(value.toExponential(100));
  return half === null ? value : Number(`${half[1]}${half[2]}`);
}

/** Twelve significant digits, an exponent below 1e-4 and from 1e11 on, and always a point or an exponent. */
function strOfFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const rounded = toTwelveDigits(value);
  const [digits = "", exponent = "0"] = rounded.toExponential(11).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 11)
    return rounded
      .toFixed(11 - power)
      .replace(/0+$/, "")
      .replace(/\.$/, ".0");
  const short = digits.replace(/\.?0+$/, "");
  return `${short}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
