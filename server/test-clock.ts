// A clock that stands still and is advanced by commands, for tests of long time spans. Off by default.
import { createInterface } from "node:readline";
import type { Clock } from "./domain/clock.ts";

export type TestClock = Clock & {
  /** Advances the clock. @throws RangeError for anything but a number of seconds, 0 or more */
  advance(seconds: number): void;
};

/** @param start seconds since the Unix epoch */
export function createTestClock(start: number): TestClock {
  let time = start;
  return {
    now: () => time,
    advance(seconds) {
      if (!Number.isFinite(seconds) || seconds < 0)
        throw new RangeError(`Cannot advance a clock by ${seconds} seconds.`);
      time += seconds;
    },
  };
}

/**
 * Advances the clock by lines `advance SECONDS`, until the signal.
 * @param answer called after each line with the new time, or what is wrong with the line
 */
export function followLines(
  lines: NodeJS.ReadableStream,
  clock: TestClock,
  answer: (text: string) => void,
  stop: AbortSignal,
): void {
  const reader = createInterface({ input: lines });
  reader.on("line", (line) => {
    const seconds = /^advance (\d+(?:\.\d+)?)$/.exec(line.trim())?.[1];
    if (seconds === undefined) return answer(`the test clock takes 'advance SECONDS', not '${line}'`);
    clock.advance(Number(seconds));
    answer(`the time is ${clock.now()}`);
  });
  stop.addEventListener("abort", () => reader.close(), { once: true });
}
