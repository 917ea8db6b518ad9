// The expected and the received reply side by side, in notation and in hex, with the differences marked.
import type { GoldenReply } from "../../golden/format.ts";
import { contrast, contrastBytes } from "./contrast.ts";
import { cut, MAX_NOTATION } from "./cut.ts";
import { hexDump } from "./hex.ts";
import { html, type Markup } from "./markup.ts";
import { demandedNotation, gotNotation, type MaskedNotation, maskRanges, type Range, withMasks } from "./masks.ts";

/** Number of words shown before the first difference if the notation is too long to be shown whole. */
const WORDS_BEFORE = 40;

/** @param wrong paths at which the judge found a difference; masks there are not shown as satisfied */
export function sideBySide(reply: GoldenReply, got: Uint8Array, wrong: ReadonlySet<string>): Markup {
  const passed = reply.masks.filter(({ at }) => !wrong.has(at));
  const [demanded, came] = [demandedNotation(reply), gotNotation(got, passed)];
  const [demandedWords, cameWords] = [words(demanded.text), words(came.text)];
  const [inDemanded, inCame] = contrast(demandedWords, cameWords);
  const [bytesDemanded, bytesCame] = contrastBytes(reply.bytes, got);
  return html`<div class="sides">
<div><h4>Expected</h4>
<pre class="notation"><code>${highlighted(demandedWords, inDemanded, demanded)}</code></pre>
${hexDump(reply.bytes, bytesDemanded, maskRanges(reply.bytes, reply.masks))}</div>
<div><h4>Got</h4>
<pre class="notation"><code>${highlighted(cameWords, inCame, came)}</code></pre>
${hexDump(got, bytesCame, maskRanges(got, passed))}</div>
</div>
`;
}

/** Splits notation into the tokens that are compared. */
function words(notation: string): string[] {
  return notation.split(/(?<=[[\]{}(),:\s])|(?=[[\]{}(),:\s])/);
}

/** The words with ranges marked, cut to MAX_NOTATION characters that start shortly before the first mark. */
function highlighted(words: readonly string[], ranges: readonly Range[], masked: MaskedNotation): Markup {
  const first = Math.max(0, (ranges[0]?.start ?? 0) - WORDS_BEFORE);
  const from = words.join("").length > MAX_NOTATION ? first : 0;
  const shown: Markup[] = [];
  let length = 0;
  let at = from;
  while (at < words.length && length < MAX_NOTATION) {
    const range = ranges.find(({ end }) => at < end) ?? { start: words.length, end: words.length };
    const isMarked = at >= range.start;
    const stretch = cut(words.slice(at, isMarked ? range.end : range.start).join(""));
    const content = withMasks(stretch, masked);
    shown.push(isMarked ? html`<mark class="differs">${content}</mark>` : html`${content}`);
    length += stretch.length;
    at = isMarked ? range.end : range.start;
  }
  return html`${from > 0 && "… "}${shown}${at < words.length && " …"}`;
}
