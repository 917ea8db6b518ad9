// Compares a second recording of the same program with the first: finds the values in replies that differ, except those
// that differ only because the clients sent other values.
import { openFrame } from "../../cbor/frame.ts";
import { findItem } from "../../cbor/lookup.ts";
import { shorten } from "../../cbor/path.ts";
import { stringOf } from "../../cbor/reading.ts";
import { describeRequests } from "../../golden/describe.ts";
import { compareMessages, type ItemDifference, type Message } from "../../judge/compare.ts";
import { callIn } from "../../protocol/call.ts";
import { unitsIn } from "../../traffic/draws.ts";
import type { Turn } from "../../traffic/turn.ts";
import { createSaid, escaped, type Said } from "../../traffic/varying.ts";
import { SessionError } from "../session.ts";

/** A value in a reply that differs between the recordings and was not sent by a client before. */
export type Varied = {
  readonly at: string;
  readonly first: string;
  readonly second: string;
  /** A regular expression that matches both, if they are strings that differ only in digits. */
  readonly like: string | undefined;
};

export type Second = {
  /** The differences in the reply of the first recording's turn with this index. */
  of(index: number): readonly Varied[];
  /** Notes on what the clients sent differently the second time, one a line. */
  readonly told: readonly string[];
};

/** @throws SessionError code `unlike` if the second recording has other calls; `unexplained` for structural changes */
export function variedIn(first: readonly Turn[], second: readonly Turn[]): Second {
  const told: string[] = [];
  const [saidFirst, saidSecond, heard] = [createSaid(), createSaid(), createSaid()];
  let parted = false;
  const found = first.map((turn, i) => {
    const again = second[i];
    if (parted) return [];
    if (again !== undefined && drewOtherwise(turn, again)) {
      parted = true;
      told.push(`call ${i + 1}: the second run drew another work spec; from here on what varies is told by rule`);
      return [];
    }
    checkAlike(i, turn, again);
    if (again === undefined) return [];
    told.push(...sentOtherwise(i, turn, again, heard));
    noteReply(heard, turn);
    note(saidFirst, turn);
    note(saidSecond, again);
    return variedReply(i, turn, again, saidFirst, saidSecond);
  });
  if (!parted && second.length > first.length) checkAlike(first.length, undefined, second[first.length]);
  return { of: (index) => found[index] ?? [], told };
}

/** Whether both runs were given a unit, but of different work specs, because the daemon draws at random. */
function drewOtherwise(turn: Turn, again: Turn): boolean {
  const [a, b] = [unitsIn(turn)[0], unitsIn(again)[0]];
  return a !== undefined && b !== undefined && a.spec !== b.spec;
}

function checkAlike(index: number, turn: Turn | undefined, again: Turn | undefined): void {
  const method = (each: Turn | undefined) => (each === undefined ? "no call" : `${describeRequests(each.send).join()}`);
  const same =
    turn !== undefined &&
    again !== undefined &&
    turn.conn === again.conn &&
    callIn(turn.send)?.method === callIn(again.send)?.method &&
    (turn.reply === undefined) === (again.reply === undefined);
  if (same) return;
  const conns = turn?.conn === again?.conn ? "" : ` on connections ${turn?.conn ?? "-"} and ${again?.conn ?? "-"}`;
  const what = `call ${index + 1} was ${method(turn)}, then ${method(again)}${conns}`;
  throw new SessionError("unlike", `two runs made other calls: ${what}; --once records from one run`);
}

/** Notes on values that the client sent differently, except names from earlier replies that it only repeats. */
function sentOtherwise(index: number, turn: Turn, again: Turn, heard: Said): string[] {
  const isBack = (at: string) => {
    const found = findItem(turn.send, at);
    return found !== undefined && heard.holds(found.item);
  };
  return differencesOf(turn.send, again.send)
    .filter(({ path }) => shorten(path) !== "id" && !isBack(shorten(path)))
    .map(
      ({ path, expected, got }) =>
        `call ${index + 1} ${shorten(path)}: the client sent ${expected}, then ${got}; the golden sends the first`,
    );
}

function note(said: Said, { send }: Pick<Turn, "send">): void {
  const { inner, message } = openFrame(send);
  if (inner !== undefined && message !== undefined) said.add(message, inner);
}

function noteReply(heard: Said, { reply }: Turn): void {
  if (reply !== undefined) note(heard, { send: reply });
}

function variedReply(index: number, turn: Turn, again: Turn, saidFirst: Said, saidSecond: Said): Varied[] {
  const [a, b] = [turn.reply, again.reply];
  if (a === undefined || b === undefined) return [];
  return differencesOf(a, b).flatMap(({ path, kind, expected, got, item }): Varied[] => {
    const at = shorten(path);
    if (at === "id") return [];
    const own = findItem(a, at);
    const other = findItem(b, at);
    if (own === undefined || other === undefined || item === undefined || kind === "order") {
      const what = `the reply to ${describeRequests(turn.send).join()} had ${at} ${expected}, then ${got} (${kind})`;
      throw new SessionError("unexplained", `call ${index + 1}: ${what}; --once records from one run`);
    }
    if (saidFirst.holds(own.item) && saidSecond.holds(other.item)) return [];
    const like = patternOf(stringOf(own.item), stringOf(other.item));
    return [{ at, first: expected, second: got, like }];
  });
}

function differencesOf(a: Uint8Array, b: Uint8Array): ItemDifference[] {
  if (Buffer.from(a).equals(b)) return [];
  const [first, second] = [messageOf(a), messageOf(b)];
  return first === undefined || second === undefined ? [] : compareMessages(first, second, "bytes", () => undefined);
}

function messageOf(frame: Uint8Array): Message | undefined {
  const { inner, message } = openFrame(frame);
  return inner === undefined || message === undefined ? undefined : { item: message, bytes: inner };
}

/** A regular expression that matches two names which differ only in digits; undefined if they differ otherwise. */
function patternOf(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return undefined;
  const [a, b] = [first, second].map((name) => name.split(/(\d+)/));
  if (a === undefined || b === undefined || a.length !== b.length || a.length === 1) return undefined;
  const parts = a.map((part, i) => {
    if (i % 2 === 0) return part === b[i] ? escaped(part) : undefined;
    return part.length === b[i]?.length ? `\\d{${part.length}}` : "\\d+";
  });
  return parts.includes(undefined) ? undefined : parts.join("");
}
