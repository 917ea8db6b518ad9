// Measures which of the declared kinds of replies and error messages the sessions of a run have reached.
import { notate } from "../cbor/notation.ts";
import { BRANCHES } from "../proof/coverage/branches.ts";
import { UNCOVERED } from "../proof/coverage/uncovered.ts";
import { answerIn, callIn } from "../protocol/call.ts";
import { METHOD_NAMES } from "../protocol/methods.ts";
import type { Attempt } from "./pair.ts";

export type Declared = {
  /** Number of declared answers that a client can reach. */
  readonly count: number;
  note(attempt: Pick<Attempt, "frames" | "answers">): void;
  /** Those not reached so far, as `METHOD: ANSWER`, e.g. `get_work: no unit`. */
  missing(): readonly string[];
};

const LONG_BYTES = 2000;

export function declaredAnswers(): Declared {
  const left = new Map(METHOD_NAMES.map((method) => [String(method), new Map(Object.entries(BRANCHES[method]))]));
  for (const [method, branches] of left) {
    for (const branch of branches.keys()) if (`branch ${method}: ${branch}` in UNCOVERED) branches.delete(branch);
  }
  const missing = () =>
    [...left].flatMap(([method, branches]) => [...branches.keys()].map((branch) => `${method}: ${branch}`));
  return {
    count: missing().length,
    missing,
    note({ frames, answers }) {
      for (const [i, frame] of frames.entries()) {
        const branches = left.get(callIn(frame)?.method ?? "");
        const answer = answers[i];
        if (branches === undefined || branches.size === 0 || answer === undefined) continue;
        // Long replies are skipped for speed: short ones reach the same answers.
        if (answer.replies.some(({ length }) => length > LONG_BYTES)) continue;
        const read = answerIn(answer.replies, answer.closed);
        if (read.kind !== "result") continue;
        const says = notate(read.item, read.inner);
        for (const [branch, pattern] of branches) if (pattern.test(says)) branches.delete(branch);
      }
    },
  };
}
