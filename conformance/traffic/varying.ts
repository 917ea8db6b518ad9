// Finds values that differ in each run, from one recording alone: times, ages, and names that the daemon generated.
import type { Item } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";
import { walk } from "../cbor/path.ts";
import { stringOf } from "../cbor/reading.ts";

/** What the clients have said so far: a reply that says it again varies with nothing. */
export type Said = {
  /** @param echoes strings that came from the daemon: a client that says them back is not where they are from */
  add(message: Item, inner: Uint8Array, echoes?: ReadonlySet<string>): void;
  /** Whether some request held this value. */
  holds(item: Item, inner: Uint8Array): boolean;
} & Pick<Marks, "mentions">;

/** The long numbers and UUIDs that clients said: a name that holds one of these is no daemon's making. */
export type Marks = {
  add(string: string): void;
  mentions(mark: string): boolean;
};

/** Of so many marks the oldest are forgotten: a shadow runs for days. */
const MOST_MARKS = 100_000;

export function createMarks(): Marks {
  const marks = new Set<string>();
  return {
    add(string) {
      for (const [mark] of string.matchAll(MARK)) {
        marks.add(mark);
        const [oldest] = marks;
        if (marks.size > MOST_MARKS && oldest !== undefined) marks.delete(oldest);
      }
    },
    mentions: (mark) => marks.has(mark),
  };
}

export function createSaid(): Said {
  const strings = new Set<string>();
  const numbers = new Set<string>();
  const marks = createMarks();
  const note = (item: Item, inner: Uint8Array) => {
    const string = stringOf(item);
    if (string !== undefined) {
      strings.add(string);
      marks.add(string);
    } else if (item.kind === "int" || item.kind === "float") numbers.add(notate(item, inner));
  };
  return {
    add(message, inner, echoes) {
      for (const { item } of walk(message, inner)) {
        if (echoes?.has(stringOf(item) ?? "")) continue;
        note(item, inner);
        const content = item.kind === "tag" ? item.content : item;
        if (content.kind === "map") for (const { key } of content.entries) note(key, inner);
        if (item.kind === "tag") note(content, inner);
      }
    },
    holds(item, inner) {
      const string = stringOf(item);
      return string === undefined ? numbers.has(notate(item, inner)) : strings.has(string);
    },
    mentions: marks.mentions,
  };
}

/** The longest lease is a day. */
const LONGEST_AHEAD = 86_400 + 60;
/** The longest that a lease or heartbeat ended before the first call may be back. */
const LONGEST_BACK = 3600;

/** Whole seconds from the request to a time near it; undefined for any other number. */
export function secondsFrom(sentAt: number, item: Item): number | undefined {
  if (item.kind !== "int" && item.kind !== "float") return undefined;
  const value = Number(item.value);
  const near = value > sentAt - LONGEST_BACK && value < sentAt + LONGEST_AHEAD;
  // A time in whole seconds is up to one below the true one, never above it.
  return near ? Math.ceil(value - sentAt) + 0 : undefined;
}

/** How long ago something was, in whole seconds. */
export function isAge(path: string, item: Item): boolean {
  return /\.age_seconds$|\['age_seconds'\]$/.test(path) && item.kind === "int";
}

const MARK = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{9,}/g;

/**
 * A regular expression for a name that the daemon made up, from one that it did: digits for digits. Undefined for a name
 * that needs none: it holds no long number and no UUID, or a client has said that number before.
 */
export function patternOfMadeUp(name: string, said: Pick<Marks, "mentions">): string | undefined {
  const [found] = name.match(MARK) ?? [];
  if (found === undefined || said.mentions(found)) return undefined;
  return name
    .split(/([0-9a-f]{8}-[0-9a-f-]{27}|\d+)/)
    .map((part, i) => (i % 2 === 0 ? escaped(part) : part.includes("-") ? `[0-9a-f-]{36}` : `\\d{${part.length}}`))
    .join("");
}

export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
