// Mutates a session that reached something new, since similar sessions may reach more.
import { chanceOf, few, times } from "./chance.ts";
import { anyStep, randomOf } from "./draw.ts";
import type { Draw } from "./methods/names.ts";
import { DRAWN_METHODS } from "./methods/table.ts";
import type { Scope } from "./scope.ts";
import type { Call, Session, Step } from "./session.ts";
import { apply, emptyState } from "./state.ts";

/** The same session for the same seed and number. */
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

/** So that sessions do not grow for ever. */
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

/** Beside the step that it is put before. */
function onConnectionOf(beside: Step | undefined, step: Step): Step {
  if (step.kind === "wait" || beside === undefined || beside.kind === "wait") return step;
  if (step.kind === "odd" && step.mayClose) return { ...step, conn: CLOSING };
  return { ...step, conn: beside.conn };
}

/** A connection of its own for what may close it. */
const CLOSING = 8;
