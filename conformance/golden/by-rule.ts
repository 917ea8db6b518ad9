// Abbreviations for long values in notation, written between « and »: «70000 * 'k'» is a string of 70,000 times k,
// «1..1000: 'u%04d'» is a thousand items separated by commas with the number in place of %d or %04d, and «1001 nested
// []» is an empty array inside a thousand others.

import { MOST_BY_RULE } from "./limits.ts";

/**
 * Notation with every abbreviation expanded. Other text between « and » stays as it is.
 * @throws RangeError beyond MOST_BY_RULE
 */
export function expand(text: string): string {
  if (!text.includes("«")) return text;
  return text.replace(RULE, (_, depth, count, open, unit, from, to, template) => {
    const size = Number(depth ?? count ?? Number(to) - Number(from));
    if (size > MOST_BY_RULE)
      throw new RangeError(`a rule makes at most ${MOST_BY_RULE} items or characters, not ${size}`);
    if (depth !== undefined) return "[".repeat(Number(depth)) + "]".repeat(Number(depth));
    if (count !== undefined) return `${open}${String(unit).repeat(Number(count))}${open.slice(-1)}`;
    const items = [];
    for (let i = Number(from); i <= Number(to); i++) items.push(numbered(template, i));
    return items.join(", ");
  });
}

const RULE = /«(?:(\d+) nested \[\]|(\d+) \* (h?['"])([^'"]+)['"]|(\d+)\.\.(\d+): ([^«»]*))»/g;

function numbered(template: string, i: number): string {
  return template.replace(/%(?:0(\d))?d/g, (_, width) => String(i).padStart(Number(width ?? 0), "0"));
}

/** Abbreviates a string of one repeated character; returns the text itself if it is another one, or short. */
export function foldString(text: string): string {
  const [, hex = "", quote = "", content = ""] = /^(h?)(['"])(.*)\2$/s.exec(text) ?? [];
  const unit = content.slice(0, hex === "" ? 1 : 2);
  if (content.length < LONG || /[«»\\%]/.test(unit)) return text;
  const folded = `«${content.length / unit.length} * ${hex}${quote}${unit}${quote}»`;
  return expand(folded) === text ? folded : text;
}

const LONG = 200;

/**
 * Abbreviates items that count up in one or several places; undefined if they do not, or are fewer than FEWEST_ITEMS.
 */
export function foldItems(items: readonly string[]): string | undefined {
  const [first, second] = items;
  if (first === undefined || second === undefined || items.length < FEWEST_ITEMS || /[%«»]/.test(first))
    return undefined;
  const next = [...second.matchAll(/\d+/g)].map(([text]) => text);
  const counts = (text: string, place: number) => Number(next[place]) === Number(text) + 1;
  const from = [...first.matchAll(/\d+/g)].map(([text]) => text).find(counts);
  if (from === undefined) return undefined;
  let place = -1;
  const template = first.replace(/\d+/g, (text) => {
    place += 1;
    if (!counts(text, place) || Number(text) !== Number(from)) return text;
    return text.length > String(Number(from)).length ? `%0${text.length}d` : "%d";
  });
  const rule = `«${Number(from)}..${Number(from) + items.length - 1}: ${template}»`;
  return expand(rule) === items.join(", ") ? rule : undefined;
}

/** The items, with each run that counts up abbreviated and the others unchanged. */
export function foldRuns(items: readonly string[]): string[] {
  const out: string[] = [];
  for (let from = 0; from < items.length; ) {
    const size = runLength(items, from);
    const rule = size < FEWEST_ITEMS ? undefined : foldItems(items.slice(from, from + size));
    out.push(rule ?? items[from] ?? "");
    from += rule === undefined ? 1 : size;
  }
  return out;
}

/** The number of items from `from` on that count up by the same rule. */
function runLength(items: readonly string[], from: number): number {
  const isRun = (size: number) =>
    from + size <= items.length && foldItems(items.slice(from, from + size)) !== undefined;
  if (!isRun(FEWEST_ITEMS)) return 0;
  let known = FEWEST_ITEMS;
  while (isRun(known * 2)) known *= 2;
  for (let step = known; step >= 1; step = Math.floor(step / 2)) if (isRun(known + step)) known += step;
  return known;
}

/** Shorter lists are not abbreviated. */
export const FEWEST_ITEMS = 12;
