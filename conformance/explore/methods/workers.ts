import type { Tree } from "../tree.ts";
import { anyFloat, data, orOdd, string } from "../vocabulary.ts";
import { type Draw, period, worker } from "./names.ts";

export function heartbeat(draw: Draw): readonly Tree[] {
  const { random } = draw;
  return [
    worker(draw),
    orOdd(random, string(random, random.pick(["RUN", "IDLE", "RUN", "", "h'ff'"]))),
    random.odd(4)
      ? anyFloat(random)
      : period(draw, [300, "100.5_3", "null", -1, "-1.5_3", "-0.5_3", 0, 86_400, 86_401, "86400.5_3", 100_000]),
    random.percent(80) ? data(random) : orOdd(random, "null", 20),
    parent(draw),
  ];
}

export const parent = (draw: Draw): Tree =>
  draw.random.percent(60) ? string(draw.random, "p") : draw.random.percent(40) ? "null" : worker(draw);
