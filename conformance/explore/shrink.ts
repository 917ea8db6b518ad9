// Shrinks a session that shows a difference: removes what follows it, and every step and value that it does not need.
import { batchOf } from "./odd.ts";
import type { Call, Odd, Session, Step } from "./session.ts";
import { smaller } from "./tree.ts";

/**
 * The shortest session found for which `shows` is true still. @param most how often to ask
 * @param shows given a session, whether it shows the difference too
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

  /** Takes away from one step what it can do without. */
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

/** Its calls alone, without one of them, or with one of them smaller. */
function* simplerBatch({ conn, calls = [] }: Odd): Generator<Step> {
  for (const call of calls) yield { ...call, conn };
  if (calls.length < 2) return;
  for (const i of calls.keys()) yield batchOf(calls.toSpliced(i, 1), conn);
  for (const [i, call] of calls.entries()) {
    for (const less of withSmallerParams(call)) yield batchOf(calls.with(i, less), conn);
  }
}
