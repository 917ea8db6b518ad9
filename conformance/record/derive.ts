// Derives the steps of a golden from two recordings of the same session. Values that are equal in both are compared
// byte for byte; one that differs becomes a mask of the narrowest kind that explains it, and is an error if none does.

import { openFrame } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { shorten } from "../cbor/path.ts";
import { stringOf } from "../cbor/reading.ts";
import { describeReply, describeRequests } from "../golden/describe.ts";
import type { StepSource } from "../golden/format.ts";
import type { Mask } from "../golden/mask.ts";
import type { Binding } from "../golden/script.ts";
import { compareMessages, type Message } from "../judge/compare.ts";
import { AGE, ageIn } from "./age.ts";
import { type Session, SessionError, type SessionExchange } from "./session.ts";
import { type Asked, timesIn } from "./times.ts";

/** @throws SessionError code `unlike`: the recordings have different calls; `unexplained`: no mask fits a difference */
export function deriveSteps(first: Session, second: Session): StepSource[] {
  if (first.steps.length !== second.steps.length) {
    const counts = `${first.steps.length} steps, then ${second.steps.length}`;
    throw new SessionError("unlike", `${first.test}: two recordings differ in length: ${counts}`);
  }
  const names: BoundName[] = [];
  const asked = exchangesOf(first);
  const askedAgain = exchangesOf(second);
  return first.steps.map((step, i) => {
    const again = second.steps[i];
    const place = `${first.test} step ${i + 1}`;
    if (step.kind === "wait") {
      if (again?.kind === "wait" && again.seconds === step.seconds) return { kind: "wait", seconds: step.seconds };
      throw new SessionError("unlike", `${place}: a wait in one recording only`);
    }
    if (again?.kind !== "exchange" || again.conn !== step.conn) {
      throw new SessionError("unlike", `${place}: two recordings differ in what is sent`);
    }
    const bindings = varied(place, "request", step.send, again.send).map((at) =>
      bindingAt(place, at, step, again, names),
    );
    const masks = varied(place, "reply", step.reply, again.reply)
      .filter((at) => at !== AGE)
      .map((at) => {
        const before = (all: typeof asked) => all.filter(({ number }) => number <= i + 1);
        return timeAt(at, before(asked), before(askedAgain)) ?? maskAt(place, at, step, again, names);
      })
      .concat(ageIn(asked.filter(({ number }) => number <= i + 1)));
    return {
      kind: "exchange",
      conn: step.conn,
      sends: [step.send],
      replies: [{ bytes: step.reply, says: describeReply(step.reply), masks }],
      hangup: false,
      closes: false,
      bindings,
      times: undefined,
    };
  });
}

/** A name that the daemon generated, with its value in each recording. */
type BoundName = { readonly name: string; readonly first: string; readonly second: string };

/** The shortened paths of values that differ. @throws SessionError unlike, if more than values differ */
function varied(place: string, what: "request" | "reply", a: Uint8Array, b: Uint8Array): string[] {
  if (Buffer.from(a).equals(b)) return [];
  const [first, second] = [messageOf(a), messageOf(b)];
  if (first === undefined || second === undefined) {
    throw new SessionError("unlike", `${place}: two recordings differ in a ${what} that is no message`);
  }
  return compareMessages(first, second, "bytes", () => undefined).map(({ path, kind, expected, got }) => {
    if (kind === "value") return shorten(path);
    throw new SessionError(
      "unlike",
      `${place}: two recordings of the ${what} differ, ${path} ${kind}: ${expected}, then ${got}`,
    );
  });
}

function messageOf(frame: Uint8Array): Message | undefined {
  const { inner, message } = openFrame(frame);
  return inner === undefined || message === undefined ? undefined : { item: message, bytes: inner };
}

function bindingAt(
  place: string,
  at: string,
  step: SessionExchange,
  again: SessionExchange,
  names: BoundName[],
): Binding {
  const [first, second] = [textAt(step.send, at), textAt(again.send, at)];
  const bound = names.find((name) => name.first === first && name.second === second);
  if (bound !== undefined) return { at, name: bound.name, line: 0 };
  const calls = `${describeRequests(step.send).join()}, then ${describeRequests(again.send).join()}`;
  throw new SessionError("unexplained", `${place}: the client sent something else at ${at}: ${calls}`);
}

/** The mask for a time with the same offset from the same exchange in both recordings; undefined if it is not one. */
function timeAt(at: string, asked: readonly Asked[], askedAgain: readonly Asked[]): Mask | undefined {
  const [first, second] = [asked, askedAgain].map((all) => timesIn(all).find((time) => time.at === at));
  if (first === undefined || second === undefined) return undefined;
  const same = first.offset === second.offset && first.since === second.since;
  return same ? { line: 0, is: "time", within: 0, ...first } : undefined;
}

function maskAt(place: string, at: string, step: SessionExchange, again: SessionExchange, names: BoundName[]): Mask {
  const offset = timeOffset(at, step, again);
  if (offset !== undefined) return { at, line: 0, is: "time", offset, within: WITHIN };
  const [first, second] = [textAt(step.reply, at), textAt(again.reply, at)];
  if (first !== undefined && second !== undefined) {
    const bound = names.find((name) => name.first === first && name.second === second);
    if (bound !== undefined) return { at, line: 0, is: "name", name: bound.name };
    const like = patternOf(first, second);
    if (like !== undefined) {
      const name = `name-${names.length + 1}`;
      names.push({ name, first, second });
      return { at, line: 0, is: "new-name", name, like };
    }
  }
  const replies = `${describeReply(step.reply)}, then ${describeReply(again.reply)}`;
  throw new SessionError("unexplained", `${place}: ${at} varies and no mask explains it: ${replies}`);
}

/** Tolerance in seconds of a time for which no exchange is known to have set it. */
const WITHIN = 2;

/** Seconds from the request to a time in its reply; undefined if the two recordings disagree by more than rounding. */
function timeOffset(at: string, step: SessionExchange, again: SessionExchange): number | undefined {
  const [first, second] = [step, again].map(({ reply, sentAt }) => {
    const item = findItem(reply, at)?.item;
    return item?.kind === "int" || item?.kind === "float" ? Number(item.value) - sentAt : undefined;
  });
  if (first === undefined || second === undefined || Math.abs(first - second) > WITHIN / 2 + 0.5) return undefined;
  // Whole seconds are rounded down, so the true time is up to one second later.
  return Math.max(Math.ceil(first), Math.ceil(second)) + 0;
}

function exchangesOf({ steps }: Session): Asked[] {
  return steps.flatMap((step, i) => {
    if (step.kind === "wait") return [];
    const { send, reply, sentAt, receivedAt } = step;
    return [{ number: i + 1, send, reply, sentAt, receivedAt }];
  });
}

function textAt(frame: Uint8Array, at: string): string | undefined {
  return stringOf(findItem(frame, at)?.item);
}

/** A regular expression that matches two names which differ only in digits; undefined if they differ otherwise. */
function patternOf(first: string, second: string): string | undefined {
  const shape = (name: string) => name.split(/(\d+)/);
  const [a, b] = [shape(first), shape(second)];
  if (a.length !== b.length || a.length === 1) return undefined;
  const parts = a.map((part, i) => {
    if (i % 2 === 0) return part === b[i] ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : undefined;
    return part.length === b[i]?.length ? `\\d{${part.length}}` : "\\d+";
  });
  return parts.includes(undefined) ? undefined : parts.join("");
}
