// The clock of the explored daemons: real time, or a test clock that the tool advances for both.
import { setTimeout as delay } from "node:timers/promises";
import type { TimeKind } from "./scope.ts";

export type Time = {
  readonly kind: TimeKind;
  /** Seconds since the epoch on the daemons' clock. */
  now(): number;
  pass(seconds: number): Promise<void>;
  /** Whether both daemons share one clock, so that times in replies must be equal. */
  readonly isShared: boolean;
};

/** The system clock. @param waits whether sessions may wait */
export const realTime = (waits: boolean): Time => ({
  kind: waits ? "real" : "none",
  now: () => Date.now() / 1000,
  pass: (seconds) => delay(seconds * 1000),
  isShared: false,
});
