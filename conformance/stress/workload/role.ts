// What a client of the workload is: it says what to call next, and hears what came of it.
import type { Answer, Request } from "../history/call.ts";

export type Role = {
  /** The next call; null to do nothing for a moment. `now` is in microseconds. */
  next(now: number): Request | null;
  answered(request: Request, answer: Answer, now: number): void;
};
