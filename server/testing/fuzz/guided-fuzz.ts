// Coverage-guided fuzzing of the daemon in this process with malformed frames: for each, the daemon must reply, close the connection
// or wait for more, as the clauses on frames and messages demand.

import { seeded } from "../../../conformance/random.ts";
import { type Finding, saysOf } from "../../../conformance/stress/fuzz/finding.ts";
import { isProbed, type Seen, segmentsOf, withProbe } from "../../../conformance/stress/fuzz/probe.ts";
import { shrinkFrames } from "../../../conformance/stress/fuzz/shrink-frames.ts";
import { expectedOf } from "../../../conformance/stress/hostile/expected.ts";
import { createDaemon } from "../../daemon.ts";
import type { Daemon } from "../../rpc/method.ts";
import { SimulatedNetwork } from "../simulation/network.ts";
import { SimulatedTurns } from "../simulation/turns.ts";
import { GuidedFrames } from "./guided-frames.ts";

export type GuidedFuzz = {
  readonly sent: number;
  /** Number of frames that reached new code. */
  readonly kept: number;
  readonly states: Record<"answered" | "closed" | "waits" | "open", number>;
  readonly finding: Finding | null;
};

/** Number of frames after which the daemon is replaced by a new one, since stored data accumulates. */
const A_DAEMON = 500;
const TRIES = 2_000;

/** @param until called before each frame, to decide when to stop */
export async function guidedFuzz(
  corpus: readonly Buffer[],
  seed: number,
  until: (sent: number) => boolean,
): Promise<GuidedFuzz> {
  const frames = new GuidedFrames(corpus, seed);
  const states = { answered: 0, closed: 0, waits: 0, floods: 0, open: 0 };
  const random = seeded(seed);
  const turns = new SimulatedTurns(random);
  const network = new SimulatedNetwork(turns, () => {});
  const newDaemon = (): Daemon => createDaemon({ clock: { now: () => 1_000_000 }, random: random.next, config: null });
  let daemon = newDaemon();
  let sent = 0;
  const see = (bytes: Buffer): Seen => {
    const stream = network.connect(daemon);
    for (const segment of segmentsOf(bytes)) stream.receive(segment);
    turns.finish();
    const replies = [...stream.outgoing];
    const isClosed = !stream.writable;
    if (!isClosed) stream.cut(true);
    turns.finish();
    return { state: replies.some(isProbed) ? "answered" : isClosed ? "closed" : "waits", replies };
  };
  const judged = (bytes: Buffer): Finding | null => {
    const expected = expectedOf(withProbe(bytes), bytes.length);
    const seen = see(bytes);
    states[expected.state === undefined || seen.state === "unreachable" ? "open" : seen.state]++;
    return expected.state === undefined || expected.state === seen.state
      ? null
      : { bytes, expected, seen, says: saysOf(bytes) };
  };
  try {
    for (; !until(sent); sent++) {
      if (sent % A_DAEMON === 0) daemon = newDaemon();
      const finding = judged(frames.next());
      if (finding === null) continue;
      return { sent, kept: frames.kept, states, finding: await shortest(finding, judged) };
    }
    return { sent, kept: frames.kept, states, finding: null };
  } finally {
    frames.close();
  }
}

async function shortest(finding: Finding, judged: (bytes: Buffer) => Finding | null): Promise<Finding> {
  let best = finding;
  await shrinkFrames(
    finding.bytes,
    async (bytes) => {
      const other = judged(bytes);
      if (other?.expected.clause !== finding.expected.clause || other.seen.state !== finding.seen.state) return false;
      best = other;
      return true;
    },
    TRIES,
  );
  return best;
}
