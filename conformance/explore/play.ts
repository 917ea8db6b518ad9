// Plays sessions against one daemon: calls of one client without a pause between them are sent in one segment, and
// their replies received together. Does not compare them.
import { setTimeout as delay } from "node:timers/promises";
import type { Daemon } from "../client/daemon.ts";
import { createWire, patience, type Wire } from "../client/wire.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { callIn } from "../protocol/call.ts";
import type { Move, Sent } from "./session.ts";
import type { Time } from "./time.ts";

/** The answers to a session so far, on connections that stay open until it ends. */
export type Playing = {
  readonly played: readonly PlayedStep[];
  /** Sends on, up to the next wait. A daemon that does not answer is not asked again. */
  send(moves: readonly Sent[]): Promise<void>;
  end(): void;
};

export function startPlaying(daemon: Pick<Daemon, "connect">, time: Time, milliseconds: number): Playing {
  const wires = new Map<number, Wire>();
  const played: PlayedStep[] = [];
  let isSilent = false;

  const wireOf = async (conn: number) => {
    const wire = wires.get(conn) ?? createWire(await daemon.connect());
    wires.set(conn, wire);
    return wire;
  };
  const sendBatch = async (batch: readonly Sent[]): Promise<void> => {
    const [first] = batch;
    if (first === undefined || isSilent) return;
    const wire = await wireOf(first.conn);
    const hangup = batch.at(-1)?.hangup === true;
    const sentAt = time.now();
    await wire.send([Buffer.concat(batch.map(({ frame }) => frame))], milliseconds);
    if (hangup) wire.hangUp();
    await wire.until({ count: batch.length, close: hangup }, patience(milliseconds));
    const { frames, rest, closed, malformed } = wire.take();
    const answered = Math.min(frames.length, batch.length - (closed && frames.length < batch.length ? 0 : 1));
    for (const [i] of batch.slice(0, answered).entries()) add(sentAt, frames.slice(i, i + 1));
    const isOver = closed || malformed || frames.length < batch.length;
    if (answered < batch.length) add(sentAt, frames.slice(answered), rest, closed);
    if (!isOver) return;
    wire.destroy();
    wires.delete(first.conn);
    isSilent = !closed;
    await sendBatch(batch.slice(answered + 1));
  };
  const add = (sentAt: number, replies: Uint8Array[], rest: Uint8Array = new Uint8Array(), closed = false) => {
    played.push({ step: played.length + 1, sentAt, receivedAt: time.now(), replies, rest, closed });
  };
  return {
    played,
    async send(moves) {
      for (const batch of batchesOf(moves, time.kind === "moved")) {
        await sendBatch(batch);
        // A generated unit's key is the time in milliseconds: the next one shall have another.
        if (batch.at(-1)?.isLast === false && isGetWork(batch.at(-1))) await delay(2);
      }
    },
    end() {
      for (const wire of wires.values()) wire.destroy();
    },
  };
}

/** What may go in one segment each. */
function batchesOf(moves: readonly Sent[], clockStands: boolean): Sent[][] {
  const batches: Sent[][] = [];
  const continuous = !clockStands && moves.some(({ frame }) => includes(frame, "continuous"));
  let before: Sent | undefined;
  for (const move of moves) {
    const joins = before !== undefined && before.conn === move.conn && !before.isLast;
    if (joins && !(continuous && isGetWork(before))) batches.at(-1)?.push(move);
    else batches.push([move]);
    before = move;
  }
  return batches;
}

const includes = (frame: Uint8Array, text: string) =>
  Buffer.from(frame.buffer, frame.byteOffset, frame.length).includes(text);
const isGetWork = (move: Sent | undefined) => move !== undefined && callIn(move.frame)?.method === "get_work";

/** The parts between waits, each with the wait that goes before it. */
export function partsOf(moves: readonly Move[]): { readonly wait: number; readonly moves: Sent[] }[] {
  const parts: { wait: number; moves: Sent[] }[] = [{ wait: 0, moves: [] }];
  for (const move of moves) {
    if (move.kind === "wait") parts.push({ wait: move.seconds, moves: [] });
    else parts.at(-1)?.moves.push(move);
  }
  return parts;
}
