// A clock for a server and a suite in one process: a wait only advances it.
import type { Clock } from "../replay.ts";

// In the middle of a second, so that a time that is one second too early cannot be mistaken for a rounded one.
const START = 1_800_000_000.5;

export function movedClock(): Clock {
  let time = START;
  return {
    now: () => time,
    wait: (seconds) => {
      time += seconds;
      return Promise.resolve();
    },
  };
}
