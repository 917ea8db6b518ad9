// The interface of a client of the workload: it chooses the next call and is told the result.
import type { Answer, Request } from "../history/call.ts";

export type Role = {
  /** The next call; null to do nothing for a moment. `now` is in microseconds. */
  next(now: number): Request | null;
  answered(request: Request, answer: Answer, now: number): void;
};
