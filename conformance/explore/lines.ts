// Converts a session to a script (see golden/lines.ts), the format in which it is saved and from which a golden is
// recorded, and a script back to frames.
import { parseLines } from "../golden/lines.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { type Move, paramsOf, type Session, type Step, withId } from "./session.ts";

/** @param answers of the reference: they tell which calls get a reply, and where the connection is closed */
export function linesOf({
  session,
  answers,
}: {
  readonly session: Session;
  readonly answers: readonly PlayedStep[];
}): string[] {
  const conns = new Map<number, number>();
  let lastConn = 0;
  let calls = 0;
  return session.flatMap((step): string[] => {
    if (step.kind === "wait") return [`wait ${step.seconds}`];
    const known = conns.get(step.conn);
    if (known === undefined) lastConn += 1;
    const conn = known ?? lastConn;
    conns.set(step.conn, conn);
    const answer = answers[calls];
    calls += 1;
    // The daemon closed the connection: later steps on it need a new one.
    if (answer?.closed === true) conns.delete(step.conn);
    return [
      `${conn === 1 ? "" : `${conn}: `}${callOf(step, calls)}`,
      ...(isHangup(step) ? ["& end"] : []),
      ...comes(step, answer),
    ];
  });
}

const isHangup = (step: Step) => step.kind === "call" && step.hangup === true;
const isUsual = (step: Step) => step.kind === "call" && /^[a-z_]+$/.test(step.method);

function callOf(step: Exclude<Step, { kind: "wait" }>, id: number): string {
  if (step.kind === "odd") return withId(step.frame, id);
  const params = paramsOf(step);
  return isUsual(step)
    ? `${step.method}(${params})`
    : `24(<<{'params': [${params}], 'id': ${id}, 'method': '${step.method}'}>>)`;
}

/** The lines that declare the answer of a step; only a usual call has one reply by default. */
function comes(step: Step, answer: PlayedStep | undefined): string[] {
  const replies = answer?.replies.length ?? 1;
  const closed = answer?.closed === true ? ["= closed"] : [];
  if (replies === 0) return closed.length > 0 ? closed : ["= nothing"];
  return isUsual(step) && closed.length === 0 ? [] : [...Array.from({ length: replies }, () => "= ?"), ...closed];
}

/** Reads a script in which each exchange sends one call. @throws LinesError */
export function movesIn(lines: readonly string[]): Move[] {
  return parseLines(lines.join("\n"), 1, true).map((step): Move => {
    if (step.kind === "wait") return { kind: "wait", seconds: step.seconds };
    const { conn, sends, hangup, closes } = step;
    return { kind: "sent", conn, frame: Buffer.concat(sends), hangup, isLast: hangup || closes };
  });
}
