// Chooses the sessions of a run: newly generated ones, and mutations of sessions that gave new coverage feedback. Each
// has a path from which it can be generated again: `17` is session 17, `17.40` its mutation played as session 40.
import { type DrawOptions, drawSession, randomOf } from "./draw.ts";
import { mutate } from "./mutate.ts";
import type { Scope } from "./scope.ts";
import type { Session } from "./session.ts";

export type Drawn = { readonly path: string; readonly session: Session; readonly scope: Scope };

export const isPath = (text: string): boolean => /^\d{1,9}(\.\d{1,9})*$/.test(text);

/** Generates the session at a path again, without playing earlier ones. */
export function sessionAt(seed: number, path: string, options: DrawOptions): Drawn {
  const [first = 0, ...changes] = path.split(".").map(Number);
  const { session, scope } = drawSession(seed, first, options);
  return { path, scope, session: changes.reduce((changed, number) => mutate(changed, scope, seed, number), session) };
}

export type Pool = {
  /** Session `number` of the run; depends on which sessions were kept before. */
  next(number: number): Drawn;
  /** Keeps a session for mutation. */
  keep(drawn: Drawn): void;
};

export function createPool(seed: number, options: DrawOptions): Pool {
  const kept: Drawn[] = [];
  return {
    next(number) {
      const random = randomOf(~seed, number);
      if (kept.length === 0 || random.percent(NEW_PERCENT)) return sessionAt(seed, String(number), options);
      // Sessions that were kept recently are likelier to be chosen.
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

/** Percentage of sessions that are newly generated. */
const NEW_PERCENT = 50;
const MOST_KEPT = 500;
const MOST_CHANGES = 12;
