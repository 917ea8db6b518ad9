// A clock that stands still until it is told to move, for tests of what happens after hours. Off unless asked for.
import { createInterface } from "node:readline";
import type { Clock } from "./domain/clock.ts";

export type TestClock = Clock & {
  /** Lets time pass; never backwards. @throws RangeError for anything but a number of seconds from 0 on */
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
 * Moves the clock by what lines say, `advance SECONDS`, until the signal.
 * @param answer told after each line: the time that it is now, or what is wrong with the line
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
