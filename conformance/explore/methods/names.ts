// Generates values that several methods use: existing work specs and units, workers, time spans.
import { type Chance, few, times } from "../chance.ts";
import type { Scope } from "../scope.ts";
import type { State, Status } from "../state.ts";
import { listOf, type Tree } from "../tree.ts";
import { number, orOdd, sequence, string } from "../vocabulary.ts";

/** The input of every generator of parameters. */
export type Draw = { readonly random: Chance; readonly state: State; readonly scope: Scope; readonly about?: About };

/** The unit and the worker that a burst of calls is about. */
type About = { readonly spec: string; readonly key: string; readonly worker: string };

/** The name of a work spec, mostly of an existing one. */
export function specName({ random, state, scope, about }: Draw): Tree {
  if (about !== undefined) return string(random, about.spec);
  const known = [...state.specs.keys()];
  const word = known.length > 0 && random.percent(93) ? random.pick(known) : random.pick([...scope.specs, "zz", ""]);
  return orOdd(random, string(random, word), 0.5);
}

/** The key of a unit, mostly of an existing one, preferably with the given status. */
export function unitKey({ random, state, scope, about }: Draw, spec: string | undefined, status?: Status): string {
  if (about !== undefined && random.percent(90)) return string(random, about.key);
  const known = [...(state.specs.get(spec ?? "") ?? [])].slice(0, 50);
  const fitting = known.filter(([, unit]) => status === undefined || unit.status === status);
  const from = fitting.length > 0 ? fitting : known;
  return string(random, from.length > 0 && random.percent(88) ? random.pick(from)[0] : random.pick(scope.keys));
}

/** Keys of units of a random work spec, since the specs of a session mostly have the same keys. */
export const someKeys = (draw: Draw, most = 4): Tree[] => {
  const { random, state } = draw;
  if (random.percent(0.7)) return manyKeys(random);
  const spec = random.pick([...state.specs.keys(), "a"]);
  return times(few(random, most), () => orOdd(random, unitKey(draw, spec), 1));
};

export const keys = (draw: Draw): Tree =>
  draw.random.percent(97) ? listOf(someKeys(draw, 6)) : orOdd(draw.random, sequence(draw.random, someKeys(draw)), 30);

export const flag = (random: Chance): Tree =>
  random.odd(5) ? random.pick(["1", "0", "'true'"]) : random.pick(["true", "true", "false"]);

/** A time span in seconds: one of the scope's, which may expire during the session, or one of `others`. */
export const period = ({ random, scope }: Draw, others: readonly (number | string)[]): Tree =>
  scope.periods.length > 0 && random.percent(70) ? String(random.pick(scope.periods)) : number(random, others);

/** A list of keys longer than the limits on lists in one call (100, 256, 1000, ...). */
export const manyKeys = (random: Chance): Tree[] =>
  times(random.pick([101, 257, 300, 1001, 1002, 1100, 2100]), (i) => `'k${String(i).padStart(4, "0")}'`);

export function worker({ random, state, scope, about }: Draw): Tree {
  if (about !== undefined && random.percent(70)) return string(random, about.worker);
  const known = [...state.workers];
  const words = known.length > 0 && random.percent(30) ? known : scope.workers;
  return orOdd(random, string(random, random.pick(words)), 0.5);
}
