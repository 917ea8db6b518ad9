// Chooses the sessions of a run: newly generated ones, and mutations of sessions that reached something new. Each has a
// path from which it can be generated again: `17` is session 17, `17.40` its mutation made as session 40.
import { type DrawOptions, drawSession, randomOf } from "./draw.ts";
import { mutate } from "./mutate.ts";
import type { Scope } from "./scope.ts";
import type { Session } from "./session.ts";

export type Drawn = { readonly path: string; readonly session: Session; readonly scope: Scope };

export const isPath = (text: string): boolean => /^\d{1,9}(\.\d{1,9})*$/.test(text);

/** The session at a path in the runs of a seed. */
export function sessionAt(seed: number, path: string, options: DrawOptions): Drawn {
  const [first = 0, ...changes] = path.split(".").map(Number);
  const { session, scope } = drawSession(seed, first, options);
  return { path, scope, session: changes.reduce((changed, number) => mutate(changed, scope, seed, number), session) };
}

export type Pool = {
  /** The session of a number in the run. */
  next(number: number): Drawn;
  /** Keeps one that reached something new, to be changed later. */
  keep(drawn: Drawn): void;
};

export function createPool(seed: number, options: DrawOptions): Pool {
  const kept: Drawn[] = [];
  return {
    next(number) {
      const random = randomOf(~seed, number);
      if (kept.length === 0 || random.percent(NEW_PERCENT)) return sessionAt(seed, String(number), options);
      // What came last is likelier to lead on.
      const from = kept[Math.floor(kept.length * Math.sqrt(random.next()))] ?? random.pick(kept);
      return { ...from, path: `${from.path}.${number}`, session: mutate(from.session, from.scope, seed, number) };
    },
    keep(drawn) {
      if (drawn.path.split(".").length > MOST_CHANGES) return;
      kept.push(drawn);
      if (kept.length > MOST_KEPT) kept.shift();
    },
  };
}

/** How many sessions are drawn anew. */
const NEW_PERCENT = 50;
const MOST_KEPT = 500;
const MOST_CHANGES = 12;
