// Plays the steps of a script against a daemon and records the replies. Judging them is done in judge/.
import type { Duplex } from "node:stream";
import { replaceItems, requestFrame } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { createWire, limitFor, patience, type Wire } from "../client/wire.ts";
import type { Binding, Script, Sending } from "../golden/script.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { Unplayable } from "./player.ts";

/** The clock for waits and for comparing times: the real one, or that of an in-process server. */
export type Clock = {
  /** Seconds since the epoch. */
  now(): number;
  wait(seconds: number, signal: AbortSignal | undefined): Promise<void>;
};

export type ReplayOptions = {
  readonly connect: () => Promise<Duplex>;
  readonly clock: Clock;
  /** Time limit for the replies of one step. */
  readonly stepMilliseconds: number;
  /** Aborts the case; the result is then incomplete. */
  readonly signal?: AbortSignal | undefined;
};

/** How long to wait for unexpected bytes at the end if the daemon does not close the connection after we did. */
const LAST_LOOK_MILLISECONDS = 250;

/**
 * Plays the steps in order and returns what came for each. A connection that broke is opened anew for its next step, so
 * that one divergence doesn't hide the ones after it; a step without an answer in time ends the case.
 * @throws the error of `connect` when not even the first connection can be opened; Unplayable when far too much comes
 */
export async function replay(script: Script, options: ReplayOptions): Promise<PlayedStep[]> {
  const session: Session = { options, wires: new Map(), played: [], names: new Map() };
  const hangUpAll = () => {
    for (const { wire } of session.wires.values()) wire.destroy();
    session.beside?.destroy();
  };
  options.signal?.addEventListener("abort", hangUpAll);
  try {
    for (const step of script.steps) {
      if (options.signal?.aborted) break;
      if (step.kind === "wait") await options.clock.wait(step.seconds, options.signal);
      else if (!(await playExchange(session, step))) break;
    }
    await Promise.all([...session.wires.values()].map(lastLook));
  } finally {
    options.signal?.removeEventListener("abort", hangUpAll);
    hangUpAll();
  }
  return session.played;
}

type Line = { readonly wire: Wire; last: Draft | undefined; broken: boolean };
type Draft = { -readonly [Key in keyof PlayedStep]: PlayedStep[Key] } & { replies: Uint8Array[] };
type Session = {
  readonly options: ReplayOptions;
  readonly wires: Map<number, Line>;
  readonly played: Draft[];
  /** Names bound by masks, as the item's own bytes. */
  readonly names: Map<string, Uint8Array>;
  /** A connection on which nothing of the case is sent; null once nobody has answered there in time. */
  beside?: Wire | null;
};

/** False when a reply did not come in time. */
async function playExchange(session: Session, step: Sending): Promise<boolean> {
  const { clock, stepMilliseconds } = session.options;
  const line = await lineFor(session, step.conn).catch((error: unknown) => {
    if (session.played.length === 0) throw error;
    return undefined;
  });
  if (line === undefined) {
    // Whoever answered the steps before is gone: that counts as closing the connection.
    const now = clock.now();
    session.played.push({ step: step.number, sentAt: now, receivedAt: now, replies: [], rest: NOTHING, closed: true });
    return false;
  }
  const sentAt = clock.now();
  const segments = bound(step, session.names);
  await sendCut(session, line, segments);
  if (step.hangup) line.wire.hangUp();
  const count = step.replies.length;
  const limit = patience(limitFor(segments, stepMilliseconds));
  if (count > 0 || step.closes) await line.wire.until({ count, close: step.closes }, limit);
  const { frames, rest, closed, malformed, flooded } = line.wire.take();
  if (flooded !== undefined) throw new Unplayable("unplayable", `step ${step.number}: ${flooded}`);
  const draft = { step: step.number, sentAt, receivedAt: clock.now(), replies: frames, rest, closed };
  session.played.push(draft);
  line.last = draft;
  line.broken = closed || malformed;
  bind(session, step, frames);
  return frames.length >= count || line.broken;
}

/**
 * Sends segments so that they arrive as they are cut: before the next one the daemon answers on another connection, so that
 * it has had its turn to read what came. Written back to back they would be read as one.
 */
async function sendCut(session: Session, line: Line, segments: readonly Uint8Array[]): Promise<void> {
  const { connect, stepMilliseconds } = session.options;
  for (const [i, segment] of segments.entries()) {
    await line.wire.send([segment], limitFor([segment], stepMilliseconds));
    if (i === segments.length - 1) return;
    if (session.beside === null) continue;
    const beside = session.beside ?? createWire(await connect());
    session.beside = beside;
    await beside.send([requestFrame(1, "worker_stats", "")], stepMilliseconds);
    await beside.until({ count: 1, close: false }, patience(Math.min(stepMilliseconds, BESIDE_MILLISECONDS)));
    if (beside.take().frames.length > 0) continue;
    beside.destroy();
    session.beside = null;
  }
}

/** A daemon that does not answer there is not waited for again. */
const BESIDE_MILLISECONDS = 1_000;

const NOTHING = new Uint8Array();

async function lineFor(session: Session, conn: number): Promise<Line> {
  const open = session.wires.get(conn);
  if (open !== undefined) note(open);
  if (open !== undefined && !open.broken) return open;
  open?.wire.destroy();
  const line = { wire: createWire(await session.options.connect()), last: undefined, broken: false };
  session.wires.set(conn, line);
  return line;
}

/** What came since the last step belongs to that step: nobody asked for it. */
function note(line: Line): void {
  const received = line.wire.take();
  line.broken ||= received.closed || received.malformed;
  if (line.last === undefined) return;
  keep(line.last, received);
  line.last.closed ||= received.closed;
}

function keep(draft: Draft, { frames, rest, flooded }: ReturnType<Wire["take"]>): void {
  if (flooded !== undefined) throw new Unplayable("unplayable", `after step ${draft.step}: ${flooded}`);
  for (const frame of frames) draft.replies.push(frame);
  draft.rest = rest;
}

/** A daemon closes when the client does; whatever it sends before that is more than was asked for. */
async function lastLook(line: Line): Promise<void> {
  const { wire, last, broken } = line;
  if (last === undefined || broken) return;
  wire.hangUp();
  await wire.until(
    { count: Infinity, close: true },
    { silence: LAST_LOOK_MILLISECONDS, total: LAST_LOOK_MILLISECONDS },
  );
  keep(last, wire.take());
}

function bind({ names }: Session, step: Sending, frames: readonly Uint8Array[]): void {
  for (const [i, { masks }] of step.replies.entries()) {
    for (const mask of masks) {
      const frame = frames[i];
      if (mask.is !== "new-name" || frame === undefined) continue;
      const found = findItem(frame, mask.at);
      if (found !== undefined) names.set(mask.name, found.inner.subarray(found.item.at, found.item.end));
    }
  }
}

/** The step's segments with every bound name in its place. */
function bound(step: Sending, names: ReadonlyMap<string, Uint8Array>): readonly Uint8Array[] {
  const [frame] = step.sends;
  if (step.bindings.length === 0 || frame === undefined) return step.sends;
  return [step.bindings.reduce((request, each) => bindOne(request, each, names), frame)];
}

function bindOne(frame: Uint8Array, { at, name }: Binding, names: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const found = findItem(frame, at);
  const value = names.get(name);
  if (found === undefined || value === undefined) return frame;
  return replaceItems(frame, [{ item: found.item, by: value }]);
}
