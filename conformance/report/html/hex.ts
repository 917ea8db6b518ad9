// A hex dump of bytes, with differences and masks marked.

import { html, type Markup } from "./markup.ts";
import type { Range } from "./masks.ts";

/** Maximum number of bytes shown, since a reply may have millions. */
const MAX_BYTES = 2048;
const ROW = 16;

/** A dump of a frame, 16 bytes a row. @param differs ranges that differ from the other side */
export function hexDump(bytes: Uint8Array, differs: readonly Range[], masks: readonly Range[]): Markup {
  if (bytes.length === 0) return html`<p class="quiet">no bytes</p>`;
  // A frame that is too long is shown from the row before its first difference.
  const first = bytes.length <= MAX_BYTES ? 0 : Math.max(0, Math.floor((differs[0]?.start ?? 0) / ROW) - 1) * ROW;
  const end = Math.min(bytes.length, first + MAX_BYTES);
  const rows: Markup[] = [];
  for (let at = first; at < end; at += ROW) rows.push(row(bytes, at, Math.min(at + ROW, end), differs, masks));
  const left = [
    first > 0 && html`<p class="quiet">${first} bytes before</p>`,
    html`<pre class="hex">${rows}</pre>`,
    end < bytes.length && html`<p class="quiet">${bytes.length - end} bytes more</p>`,
  ];
  return html`${left}`;
}

type Kind = "mask" | "differs" | "";

function row(bytes: Uint8Array, from: number, to: number, differs: readonly Range[], masks: readonly Range[]): Markup {
  const cells: Markup[] = [];
  const text: Markup[] = [];
  for (let at = from; at < to; ) {
    const kind = kindOf(at, differs, masks);
    let end = at + 1;
    while (end < to && kindOf(end, differs, masks) === kind) end++;
    const own = [...bytes.subarray(at, end)];
    const pairs = own.map((byte, i) => `${i === 0 ? "" : gapAt(at + i - from)}${byte.toString(16).padStart(2, "0")}`);
    cells.push(html`${at > from && gapAt(at - from)}${marked(pairs.join(""), kind)}`);
    text.push(marked(own.map(printed).join(""), kind));
    at = end;
  }
  const padding = " ".repeat(3 * (ROW - (to - from)) + (to - from <= 8 ? 1 : 0));
  return html`<span class="offset">${from.toString(16).padStart(4, "0")}</span>  ${cells}${padding}  <span class="ascii">${text}</span>
`;
}

const gapAt = (column: number) => (column % 8 === 0 ? "  " : " ");

const printed = (byte: number) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".");

/** Masks take precedence over differences, since any value that a mask accepts is correct. */
function kindOf(at: number, differs: readonly Range[], masks: readonly Range[]): Kind {
  const isIn = ({ start, end }: Range) => at >= start && at < end;
  if (masks.some(isIn)) return "mask";
  return differs.some(isIn) ? "differs" : "";
}

function marked(text: string, kind: Kind): Markup {
  return kind === "" ? html`${text}` : html`<mark class="${kind}">${text}</mark>`;
}
