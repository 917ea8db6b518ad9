// The clock of the explored daemons: real time, or a test clock that the tool advances for both.
import { setTimeout as delay } from "node:timers/promises";
import type { TimeKind } from "./scope.ts";

export type Time = {
  readonly kind: TimeKind;
  /** Seconds since the epoch by the daemons' clock. */
  now(): number;
  pass(seconds: number): Promise<void>;
  /** Whether both daemons have one and the same clock, so that even times must be equal. */
  readonly isShared: boolean;
};

/** @param waits whether sessions wait for time to pass */
export const realTime = (waits: boolean): Time => ({
  kind: waits ? "real" : "none",
  now: () => Date.now() / 1000,
  pass: (seconds) => delay(seconds * 1000),
  isShared: false,
});
