// Attributes differences to a method that a daemon lacks: every call of it gets an error reply, and later replies of
// the case differ because the call had no effect.
import { visible } from "../cbor/visible.ts";
import { calledIn, namedIn, withUsualName } from "../golden/called.ts";
import type { ExchangeStep, Golden } from "../golden/format.ts";
import { answerIn } from "../protocol/call.ts";
import type { MethodName } from "../protocol/methods.ts";
import type { Difference } from "./difference.ts";
import type { PlayedStep } from "./judge.ts";

/** A call that got an error reply. */
export type FailedCall = {
  readonly method: MethodName;
  /** The error message with invisible characters escaped, and the method's name in its usual spelling. */
  readonly says: string;
  readonly step: number;
  readonly reply: number;
  /** Whether the method changes data, so that later replies differ too. */
  readonly changes: boolean;
};

/** An entry for a missing method; with `says` undefined any error message matches. */
export type MissingMethod = { readonly method: string; readonly says: string | undefined };

/** The calls of a case that got error replies. */
export function failedCalls(
  { steps }: Pick<Golden, "steps">,
  played: readonly Pick<PlayedStep, "step" | "replies">[],
): FailedCall[] {
  const answers = new Map(played.map(({ step, replies }) => [step, replies]));
  return steps.flatMap((step) =>
    step.kind === "wait" ? [] : (answers.get(step.number) ?? []).flatMap((bytes, i) => failedIn(step, i, bytes)),
  );
}

function failedIn(step: ExchangeStep, i: number, bytes: Uint8Array): FailedCall[] {
  const answer = answerIn([bytes], false);
  if (answer.kind !== "error") return [];
  const message = Buffer.from(answer.message, "latin1").toString();
  const asked = callsOf(step, i);
  // The golden shows truncated or unusual requests as bytes; the error message may name the method.
  return (asked.length > 0 ? asked : namedIn(message)).map((method) => ({
    method,
    says: visible(withUsualName(message, method)),
    step: step.number,
    reply: i + 1,
    changes: !LOOKS.has(method) && !DID_NOTHING.test(step.replies[i]?.says ?? ""),
  }));
}

/** The calls that a reply may belong to, usually one. */
export function callsOf({ call, replies, times }: ExchangeStep, i: number): MethodName[] {
  const asked = call.length === replies.length ? call.slice(i, i + 1) : times === undefined ? call : call.slice(0, 1);
  return asked.flatMap(calledIn);
}

/** Methods that change nothing. */
const LOOKS: ReadonlySet<string> = new Set<MethodName>([
  "count_work_units",
  "get_child_work_units",
  "get_config",
  "get_work_spec",
  "get_work_spec_meta",
  "get_work_unit_status",
  "get_work_units",
  "get_worker_info",
  "list_work_specs",
  "list_worker_modes",
  "mode_counts",
  "now",
  "readlock",
  "worker_stats",
]);

/** Matches replies to calls that changed nothing: an error, a refusal, or a count of 0. */
const DID_NOTHING = /^(error |0$|(128\()?\[(false|null|0)\b)/;

/** Whether a difference is in the error reply to a call of the method itself. */
export function isReplyOf(
  { method, says }: MissingMethod,
  failed: readonly FailedCall[],
  { step, reply }: Pick<Difference, "step" | "reply">,
): boolean {
  return failed.some(
    (each) =>
      each.method === method &&
      (says === undefined || each.says === says) &&
      each.step === step &&
      each.reply === reply,
  );
}

/** Whether a difference is the error reply to a call of the method, or follows a call that would have changed data. */
export function comesFrom(
  { method, says }: MissingMethod,
  failed: readonly FailedCall[],
  { step, reply }: Pick<Difference, "step" | "reply">,
): boolean {
  return failed.some((each) => {
    if (each.method !== method || (says !== undefined && each.says !== says)) return false;
    if (each.step === step && each.reply === reply) return true;
    return each.changes && (step > each.step || (step === each.step && reply > each.reply));
  });
}
