// Generates the parameters of get_work and update_work_unit.
import { few, times } from "../chance.ts";
import type { Status } from "../state.ts";
import { listOf, type Tree } from "../tree.ts";
import { data, number, type Options, options, orOdd, string } from "../vocabulary.ts";
import { type Draw, period, specName, unitKey, worker } from "./names.ts";
import { output } from "./units.ts";

export function getWorkOptions(draw: Draw): Tree {
  const { random, scope, state } = draw;
  const one = () => string(random, random.pick([...state.specs.keys(), ...scope.specs]));
  const names = () => {
    const name = one();
    return listOf(random.pick([[name], [name], [name, name], [name, "'zz'"], ["'zz'", name]]));
  };
  const any = () => orOdd(random, listOf(times(few(random, 3), one)), 1);
  const usual: Options = {
    lease_time: () => period(draw, [30, 100, 900, 300, 0, -1, "0.5_3", 86_400, 86_401, "1.0e6_3"]),
    max_jobs: () => number(random, scope.isLarge ? [101, 256, 257, 300, 1001, 5000] : [1, 2, 2, 3, 5, 10, 0, -1, 100]),
    available_gb: () => number(random, [1, "2.5_3", 0]),
  };
  if (scope.specs.length === 1) return options(random, { ...usual, work_spec_names: any });
  if (scope.tiers) return options(random, { ...usual, work_spec_names: any });
  return options(random, usual, { work_spec_names: names });
}

/** Parameters of update_work_unit, mostly for a pending unit; the options may name its owner or another worker. */
export function update(draw: Draw): readonly Tree[] {
  const { random, state } = draw;
  const spec = specName(draw);
  const name = typeof spec === "string" ? spec.replace(/^['"](.*)['"]$/, "$1") : undefined;
  const status = random.pick<Status>(["pending", "pending", "pending", "available", "finished", "failed"]);
  const usual: Options = {
    status: () => number(random, [1, 1, 3, 4, 4, 4, 5, 5, 0, 2, 6, -1]),
    lease_time: () => period(draw, [30, 100, 900, 0, -1, "0.5_3", 86_400, 86_401, 31_536_000, "1.0e6_3"]),
    data: () => data(random, random.percent(35) ? () => output(draw) : undefined),
    worker_id: () => worker(draw),
  };
  const always: Options = random.percent(50) ? { status: () => random.pick(["1", "3", "4", "4", "5"]) } : {};
  return [
    spec,
    orOdd(random, unitKey(draw, state.specs.has(name ?? "") ? name : undefined, status), 0.5),
    options(random, usual, always),
  ];
}
