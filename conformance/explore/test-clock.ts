// Daemons whose clock the tool moves: they take lines `advance SECONDS` on stdin, as `coordinated -test-clock` does.
import { setTimeout as delay } from "node:timers/promises";
import { requestFrame } from "../cbor/frame.ts";
import { type StartedTarget, type Target, TargetError } from "../client/target.ts";
import { createWire, patience } from "../client/wire.ts";
import { answerIn } from "../protocol/call.ts";
import type { Time } from "./time.ts";

/** Their time, which stands still but for what sessions wait, and the same targets, which keep to it when started anew. */
export async function movedTime(
  targets: readonly StartedTarget[],
  milliseconds: number,
): Promise<{ time: Time; targets: readonly Target[] }> {
  let now = Date.now() / 1000;
  /** A daemon starts with the time of day: it is set to the time that the others have, which never is an earlier one. */
  const set = async (target: StartedTarget) =>
    await advance(target, now - (await timeOf(target, milliseconds)), milliseconds);
  const passBy = async (seconds: number, whom: readonly StartedTarget[]) => {
    now += seconds;
    await Promise.all(whom.map((target) => advance(target, seconds, milliseconds)));
  };
  await passBy(MARGIN_SECONDS, []);
  await Promise.all(targets.map(set));
  return {
    time: { kind: "moved", now: () => now, pass: (seconds) => passBy(seconds, targets), isShared: false },
    targets: targets.map((target) => ({
      ...target,
      async restart() {
        await target.restart();
        const ahead = (await timeOf(target, milliseconds)) - now;
        if (ahead > 0)
          await passBy(
            Math.ceil(ahead) + MARGIN_SECONDS,
            targets.filter((each) => each !== target),
          );
        await set(target);
      },
    })),
  };
}

const MARGIN_SECONDS = 2;

async function advance(target: StartedTarget, seconds: number, milliseconds: number): Promise<void> {
  if (seconds <= 0) return;
  const before = await timeOf(target, milliseconds);
  target.tell(`advance ${seconds}`);
  const deadline = Date.now() + milliseconds;
  while ((await timeOf(target, milliseconds)) < before + Math.floor(seconds)) {
    if (Date.now() > deadline)
      throw new TargetError("not-ready", `${target.name} does not move its clock when told 'advance ${seconds}'`);
    await delay(1);
  }
}

/** In whole seconds, as it tells. */
async function timeOf(target: StartedTarget, milliseconds: number): Promise<number> {
  const wire = createWire(await target.connect());
  await wire.send([requestFrame(1, "now", "")], milliseconds);
  await wire.until({ count: 1, close: false }, patience(milliseconds));
  const { frames, closed } = wire.take();
  wire.destroy();
  const answer = answerIn(frames, closed);
  if (answer.kind === "result" && answer.item.kind === "int") return Number(answer.item.value);
  throw new TargetError("not-ready", `${target.name} does not tell its time, so that its clock cannot be moved`);
}
