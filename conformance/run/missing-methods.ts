// Detects methods that a daemon lacks: every call of them in the run got an error reply, nearly always the same.
import type { Golden } from "../golden/format.ts";
import { callsOf, type FailedCall, failedCalls } from "../judge/missing-method.ts";
import type { Result } from "./result.ts";

/** A missing method, and the error message that its calls got. */
export type Missing = { readonly method: string; readonly says: string };

/** The calls of a case that got an error reply where the golden has none. */
export function failedIn(golden: Golden, { differences }: Result): FailedCall[] {
  const steps = new Map<number, Uint8Array[]>();
  for (const { step, reply, replied } of differences) {
    const replies = steps.get(step) ?? [];
    while (replies.length < reply) replies.push(new Uint8Array());
    if (reply > 0) replies[reply - 1] = Buffer.from(replied, "hex");
    steps.set(step, replies);
  }
  return failedCalls(
    golden,
    [...steps].map(([step, replies]) => ({ step, replies })),
  );
}

/** @param results of a run without an expect file */
export function missingMethods(goldens: readonly Golden[], results: readonly Result[]): Missing[] {
  const told = new Map<string, Map<string, number>>();
  const there = new Set<string>();
  const cases = new Map(goldens.map((golden) => [golden.id, golden]));
  for (const result of results) {
    const golden = cases.get(result.case);
    if (golden === undefined || (result.outcome !== "passed" && result.outcome !== "diverged")) continue;
    for (const { method, says } of failedIn(golden, result)) {
      const counts = told.get(method) ?? new Map<string, number>();
      told.set(method, counts.set(says, (counts.get(says) ?? 0) + 1));
    }
    for (const method of answeredIn(golden, result)) there.add(method);
  }
  return [...told].flatMap(([method, counts]) => {
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const isUsual = most !== undefined && most[1] >= USUAL * all;
    return isUsual && !there.has(method) ? [{ method, says: most[0] }] : [];
  });
}

/** The part of its calls that get the same message, at least: some are malformed, and fail before the method is sought. */
const USUAL = 0.9;

/** The methods that got a reply other than an error, up to the first missing reply. */
function answeredIn({ steps }: Golden, { differences }: Result): Set<string> {
  const isFailed = new Set(
    differences.filter(({ path }) => /^error\b/.test(path)).map(({ step, reply }) => `${step} ${reply}`),
  );
  const silent = differences.find(({ path, reply }) => path === "connection" && reply > 0);
  const answered = new Set<string>();
  for (const step of steps) {
    if (step.kind === "wait") continue;
    if (silent !== undefined && step.number >= silent.step) break;
    for (const [i, { says }] of step.replies.entries()) {
      const isError = isFailed.has(`${step.number} ${i + 1}`) || says.startsWith("error ");
      const [method, ...others] = callsOf(step, i);
      // In a batch it is not known which reply belongs to which request.
      if (!isError && method !== undefined && others.length === 0) answered.add(method);
    }
  }
  return answered;
}
