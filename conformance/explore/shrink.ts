// Shrinks a session that shows a difference: removes steps, then simplifies the remaining ones, as long as the
// difference persists.
import { batchOf } from "./odd.ts";
import type { Call, Odd, Session, Step } from "./session.ts";
import { smaller } from "./tree.ts";

/**
 * Returns the shortest session found for which `shows` is still true.
 * @param shows plays a candidate and resolves to whether it shows the difference too
 * @param most maximum number of candidates to play
 */
export async function shrink(
  session: Session,
  shows: (session: Session) => Promise<boolean>,
  most: number,
): Promise<Session> {
  let best = session;
  let asked = 0;
  const tryOne = async (candidate: Session): Promise<boolean> => {
    if (asked >= most || candidate.length === 0) return false;
    asked += 1;
    if (!(await shows(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let size = 1 << 30; asked < most && size > 0; size = size >> 1) {
    if (size > best.length) continue;
    for (let at = best.length - size; at >= 0; at -= size) await tryOne(best.toSpliced(at, size));
  }
  for (let i = best.length - 1; i >= 0; i--) if (best.length > i) await tryOne(best.toSpliced(i, 1));
  for (let before: Session | undefined; before !== best && asked < most; ) {
    before = best;
    for (const i of best.keys()) await simplify(i);
  }
  return best;

  /** Simplifies one step until no simpler form of it shows the difference. */
  async function simplify(i: number): Promise<void> {
    for (let again = true; again && asked < most; ) {
      again = false;
      for (const step of simpler(best[i])) {
        if (asked >= most) return;
        again = await tryOne(best.with(i, step));
        if (again) break;
      }
    }
  }
}

function* simpler(step: Step | undefined): Generator<Step> {
  if (step === undefined || step.kind === "wait") return;
  if (step.conn !== 1) yield { ...step, conn: 1 };
  if (step.kind === "odd") return yield* simplerBatch(step);
  if (step.hangup === true) {
    const { hangup: _, ...rest } = step;
    yield rest;
  }
  yield* withSmallerParams(step);
}

function* withSmallerParams(call: Call): Generator<Call> {
  for (const [i, param] of call.params.entries()) {
    for (const less of smaller(param)) yield { ...call, params: call.params.with(i, less) };
  }
}

/** Each call of the batch on its own; the batch without one call; the batch with one call simplified. */
function* simplerBatch({ conn, calls = [] }: Odd): Generator<Step> {
  for (const call of calls) yield { ...call, conn };
  if (calls.length < 2) return;
  for (const i of calls.keys()) yield batchOf(calls.toSpliced(i, 1), conn);
  for (const [i, call] of calls.entries()) {
    for (const less of withSmallerParams(call)) yield batchOf(calls.with(i, less), conn);
  }
}
