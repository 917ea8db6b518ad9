// Plays one session against one daemon, a call at a time, and empties the daemon before it. Judges nothing.
import { setTimeout as delay } from "node:timers/promises";
import { requestFrame } from "../cbor/frame.ts";
import { fieldOf } from "../cbor/reading.ts";
import { openControl } from "../client/isolate.ts";
import { type Target, TargetError } from "../client/target.ts";
import { createWire, patience, type Wire } from "../client/wire.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { answerIn, callIn } from "../protocol/call.ts";
import type { Session } from "./model.ts";

const STEP_MILLISECONDS = 10_000;

/** What came for each call. A connection that was closed is opened anew for the next one. */
export async function play(session: Session, target: Target): Promise<PlayedStep[]> {
  const played: PlayedStep[] = [];
  let wire: Wire | undefined;
  for (const [i, request] of session.entries()) {
    wire ??= createWire(await target.connect());
    const sentAt = Date.now() / 1000;
    await wire.send([request], STEP_MILLISECONDS);
    await wire.until({ count: 1, close: false }, patience(STEP_MILLISECONDS));
    const { frames, rest, closed } = wire.take();
    played.push({ step: i + 1, sentAt, receivedAt: Date.now() / 1000, replies: frames, rest, closed });
    if (closed) {
      wire.destroy();
      wire = undefined;
    }
    if (frames.length === 0 && !closed) break;
    // A generated unit's key is the time in milliseconds: the next one shall have another.
    if (callIn(request)?.method === "get_work") await delay(2);
  }
  wire?.destroy();
  return played;
}

/**
 * Makes the daemon forget the sessions before, of which the last may have left locks. One that keeps workers for ever is
 * started anew, and so is a `fresh` one, which cannot be cleared.
 * @throws TargetError
 */
export async function reset(target: Target, last: Session, fresh = false): Promise<void> {
  if (fresh && target.owned && last.length > 0) return await restarted(target, 3);
  const control = await openControl(target, STEP_MILLISECONDS);
  try {
    if ((await control.isolate(last)) && (await isWithoutWorkers(target))) return;
  } finally {
    control.close();
  }
  if (!target.owned) {
    throw new TargetError(
      "cannot-restart",
      `${target.name} keeps workers for ever; give its command, to be started anew`,
    );
  }
  await restarted(target, 3);
}

/** Somebody else may take the free port before the daemon does. */
async function restarted(target: Target, attempts: number): Promise<void> {
  try {
    await target.restart();
  } catch (error) {
    if (attempts === 1) throw error;
    await restarted(target, attempts - 1);
  }
}

async function isWithoutWorkers(target: Target): Promise<boolean> {
  const wire = createWire(await target.connect());
  await wire.send([requestFrame(1, "worker_stats", "")], STEP_MILLISECONDS);
  await wire.until({ count: 1, close: false }, patience(STEP_MILLISECONDS));
  const { frames, closed } = wire.take();
  wire.destroy();
  const stats = answerIn(frames, closed);
  const count = stats.kind === "result" ? fieldOf(stats.item, "num_workers") : undefined;
  return count?.kind === "int" && count.value === 0n;
}
