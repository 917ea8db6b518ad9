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
    random.percent(65) ? data(random) : random.odd(15) ? random.pick(AS_MAPS) : orOdd(random, "null", 10),
    parent(draw),
  ];
}

export const parent = (draw: Draw): Tree =>
  draw.random.percent(60) ? string(draw.random, "p") : draw.random.percent(40) ? "null" : worker(draw);

/** Items that a daemon accepts in place of a map. */
const AS_MAPS = ["128(['x', 1])", "128([])", "5000('x')", "24(h'01')"];
