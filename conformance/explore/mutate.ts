// Mutates a session that produced new coverage feedback, since similar sessions are likely to produce more.
import { chanceOf, few, times } from "./chance.ts";
import { anyStep, randomOf } from "./draw.ts";
import type { Draw } from "./methods/names.ts";
import { DRAWN_METHODS } from "./methods/table.ts";
import type { Scope } from "./scope.ts";
import type { Call, Session, Step } from "./session.ts";
import { apply, emptyState } from "./state.ts";

/** Applies one to four random changes. Deterministic: the same arguments give the same session. */
export function mutate(session: Session, scope: Scope, seed: number, number: number): Session {
  const random = randomOf(seed, number);
  let changed = session;
  for (const _ of times(1 + few(random, 3), () => undefined)) {
    const at = random.below(changed.length + 1);
    const draw = { random: chanceOf(random, scope), scope, state: emptyState() };
    for (const step of changed.slice(0, at)) apply(draw.state, step);
    changed = random.pick(CHANGES)(changed, at, draw);
  }
  return changed.slice(0, MOST_STEPS);
}

/** Limits the length of sessions, which repeated mutation would grow without bound. */
const MOST_STEPS = 120;

type Change = (session: Session, at: number, draw: Draw) => Session;

const insert: Change = (session, at, draw) =>
  session.toSpliced(at, 0, ...times(1 + few(draw.random, 3), () => onConnectionOf(session[at], anyStep(draw))));
const redraw: Change = (session, at, draw) => {
  const step = session[at];
  return step?.kind === "call" ? session.with(at, withOtherParameter(step, draw)) : session;
};

const CHANGES: readonly Change[] = [
  insert,
  insert,
  insert,
  redraw,
  redraw,
  (session, at) => session.toSpliced(at, 1),
  (session, at, { random }) => session.toSpliced(at, 0, ...session.slice(at, at + 1 + random.below(3))),
  (session, at, { random, scope }) =>
    scope.waits.length === 0 ? session : session.toSpliced(at, 0, { kind: "wait", seconds: random.pick(scope.waits) }),
  (session, at, { random }) => {
    const from = random.below(session.length);
    const step = session[from];
    return step === undefined ? session : session.toSpliced(from, 1).toSpliced(at, 0, step);
  },
];

function withOtherParameter(step: Call, draw: Draw): Call {
  const drawn = DRAWN_METHODS.find(([name]) => name === step.method)?.[1].params(draw) ?? [];
  const i = draw.random.below(Math.max(1, step.params.length));
  const other = drawn[i];
  return other === undefined || i >= step.params.length ? step : { ...step, params: step.params.with(i, other) };
}

/** Assigns an inserted step to the connection of the step that it is inserted before. */
function onConnectionOf(beside: Step | undefined, step: Step): Step {
  if (step.kind === "wait" || beside === undefined || beside.kind === "wait") return step;
  if (step.kind === "odd" && step.mayClose) return { ...step, conn: CLOSING };
  return { ...step, conn: beside.conn };
}

/** Connection for inserted frames at which the daemon may close it, so that other steps are not affected. */
const CLOSING = 8;
