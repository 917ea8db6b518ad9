import type { MapTree, Tree } from "../tree.ts";
import { number, type Options, options, orOdd, string, value } from "../vocabulary.ts";
import { type Draw, flag, period } from "./names.ts";

const LIMITS = [0, 1, 1, 1, 2, 2, 3, -1, "2.9_3", 257];

export function definition(draw: Draw): MapTree {
  const { random, scope, about } = draw;
  const name = about?.spec ?? random.pick(scope.specs);
  const usual: Options = {
    weight: () => number(random, [0, 1, 7, 20, -4, "0.5_3", "2.9_3"]),
    nice: () => number(random, [0, 5, 19, 20, 25, -5, "0.5_3"]),
    priority: () => number(random, [0, 1, -1, "0.5_3"]),
    disabled: () => flag(random),
    interval: () => period(draw, [0, 60, "60.5_3", -1]),
    min_gb: () => number(random, [0, 1, "0.5_3", 1000]),
    max_running: () => number(random, LIMITS),
    max_getwork: () => number(random, LIMITS),
    max_retries: () => number(random, LIMITS),
    desc: () => value(random),
    config: () => value(random),
    module: () => string(random, "m"),
    run_function: () => string(random, "f"),
    terminate_function: () => string(random, "t"),
    runtime: () => string(random, random.pick(["", "", "go"])),
    then_preempts: () => flag(random),
  };
  const always: Options = {
    ...(random.odd(1.5) ? {} : { name: () => orOdd(random, string(random, name), 1.5) }),
    ...(scope.continuous && random.percent(90) ? { continuous: () => "true" } : {}),
    ...(scope.tiers ? { priority: () => String(10 - scope.specs.indexOf(name)) } : {}),
  };
  const successor = () => string(random, random.pick([...scope.specs, ...scope.specs, "zz", ""]));
  return options(random, new Map([...Object.entries(usual), ["then", successor]]), always);
}

export function controlOptions(draw: Draw): Tree {
  const { random } = draw;
  return options(random, {
    status: () => number(random, [1, 2, 1, 2, 0, 3]),
    weight: () => number(random, [1, 7, 0, -1, "0.5_3"]),
    interval: () => period(draw, [0, 60, "1.5_3", -1]),
    continuous: () => flag(random),
    max_running: () => number(random, LIMITS),
  });
}

export function listOptions({ random, scope }: Draw): Tree {
  return options(random, {
    start: () => string(random, random.pick([...scope.specs, "zz", ""])),
    limit: () => number(random, [0, 1, 1, 2, 3, -1, 1000]),
  });
}
