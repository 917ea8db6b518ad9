// Plays a session against one daemon: consecutive calls on one connection with no wait between them are written in one
// TCP segment, and their replies are received together. Replies are recorded, not compared.
import { setTimeout as delay } from "node:timers/promises";
import type { Daemon } from "../client/daemon.ts";
import { createWire, patience, type Wire } from "../client/wire.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { callIn } from "../protocol/call.ts";
import type { Move, Sent } from "./session.ts";
import type { Time } from "./time.ts";

/** A session in progress; its connections stay open until end() is called. */
export type Playing = {
  readonly played: readonly PlayedStep[];
  /**
   * Sends the moves up to the next wait and adds the replies to `played`. Once a reply has timed out or is malformed,
   * nothing more is sent in this session.
   */
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
        // A continuous work spec names a unit after the time in milliseconds: wait, so that the next key differs.
        if (batch.at(-1)?.isLast === false && isGetWork(batch.at(-1))) await delay(2);
      }
    },
    end() {
      for (const wire of wires.values()) wire.destroy();
    },
  };
}

/** Splits the moves into batches, each of which is sent in one segment. */
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

/** Splits a session at its waits: each part has the wait before it, in seconds (0 for the first part). */
export function partsOf(moves: readonly Move[]): { readonly wait: number; readonly moves: Sent[] }[] {
  const parts: { wait: number; moves: Sent[] }[] = [{ wait: 0, moves: [] }];
  for (const move of moves) {
    if (move.kind === "wait") parts.push({ wait: move.seconds, moves: [] });
    else parts.at(-1)?.moves.push(move);
  }
  return parts;
}
