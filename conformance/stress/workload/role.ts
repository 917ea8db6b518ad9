// The interface of a client of the workload: it chooses the next call and is told the result.
import type { Answer, Request } from "../history/call.ts";

export type Role = {
  /** The next call; null to wait a moment. `now` in microseconds since the start of the history. */
  next(now: number): Request | null;
  answered(request: Request, answer: Answer, now: number): void;
};
