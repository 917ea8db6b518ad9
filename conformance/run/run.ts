// Runs goldens one after the other and makes Results of them. Prints nothing; `onResult` tells of progress.
import type { ExchangeStep, Golden } from "../golden/format.ts";
import type { CompareLevel, Difference } from "../judge/difference.ts";
import { judge, type PlayedStep } from "../judge/judge.ts";
import { type Known, type Peer, sortDifferences } from "../peer/divergences.ts";
import type { Finding, Problem, Result, Run } from "../result.ts";
import { type Player, Unplayable } from "./player.ts";

/** This golden is played first and last, whatever is selected: it shows that the harness and the target work at all. */
export const SANITY_CASE = "sanity/session";

export type RunOptions = {
  readonly player: Player;
  /** The cases to run, and those that the user skipped. */
  readonly goldens: readonly Golden[];
  readonly skipped?: readonly Golden[];
  /** All goldens there are: an entry of the peer's list for none of them is out of date. */
  readonly all: readonly Golden[];
  readonly compare: CompareLevel;
  readonly peer?: Peer | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onResult?: (result: Result) => void;
};

/** So many cases in a row without an answer in time end the run: the target no longer answers. */
const SILENT_CASES = 3;

export async function runGoldens(options: RunOptions): Promise<Run> {
  const started = Date.now();
  const results: Result[] = [];
  const problems: Problem[] = [];
  const add = (result: Result) => {
    results.push(result);
    options.onResult?.(result);
  };
  const sanity = options.all.find(({ id }) => id === SANITY_CASE);
  let stop = await checkSanity(options, sanity, "before the first case", problems);
  let silent = 0;
  for (const golden of options.goldens) {
    stop ??= options.signal?.aborted === true ? INTERRUPTED : undefined;
    if (stop !== undefined) {
      add(notRun(golden, stop));
      continue;
    }
    const result = await runCase(golden, options);
    add(result);
    silent = isSilent(result) ? silent + 1 : 0;
    const failure = result.outcome === "passed" ? undefined : await options.player.failure();
    if (failure !== undefined) {
      problems.push({ outcome: "unmeasured", message: failure });
      stop = GONE;
    } else if (silent === SILENT_CASES) stop = `${SILENT_CASES} cases in a row before got no answer`;
  }
  for (const golden of options.skipped ?? []) add(notRun(golden, "skipped by request"));
  if (stop === undefined) await checkSanity(options, sanity, "after the last case", problems);
  if (options.signal?.aborted) problems.push({ outcome: "unmeasured", message: INTERRUPTED });
  problems.push(...matchingNothing(options));
  return {
    results,
    problems,
    target: options.player.name,
    compare: options.compare,
    peer: options.peer?.name,
    startedAt: new Date(started).toISOString(),
    milliseconds: Date.now() - started,
  };
}

/** The run of a target that could not even be started: nothing ran, for one reason. */
export function unmeasuredRun(options: Omit<RunOptions, "player">, target: string, message: string): Run {
  const goldens = [...options.goldens, ...(options.skipped ?? [])];
  return {
    results: goldens.map((golden) => notRun(golden, "the target did not start")),
    problems: [{ outcome: "unmeasured", message }],
    target,
    compare: options.compare,
    peer: options.peer?.name,
    startedAt: new Date().toISOString(),
    milliseconds: 0,
  };
}

const GONE = "the target ended before";
const INTERRUPTED = "the run was interrupted";

function isSilent({ outcome, differences }: Result): boolean {
  return outcome === "unmeasured" || differences.some(({ kind }) => kind === "no-reply");
}

/** A reason to stop when not even the simplest case gets an answer; a wrong answer is a problem and the run goes on. */
async function checkSanity(
  options: RunOptions,
  sanity: Golden | undefined,
  when: string,
  problems: Problem[],
): Promise<string | undefined> {
  if (sanity === undefined || options.signal?.aborted) return undefined;
  const { outcome, reason, differences } = await runCase(sanity, options);
  if (outcome === "passed") return undefined;
  problems.push({
    outcome: outcome === "diverged" ? outcome : "unmeasured",
    message: `the case ${SANITY_CASE} fails ${when}: ${reason}`,
  });
  return outcome !== "diverged" || differences.some(({ kind }) => kind === "no-reply")
    ? `the case ${SANITY_CASE} fails ${when}`
    : undefined;
}

/** Plays one golden and judges what came. */
export async function runCase(
  golden: Golden,
  options: Pick<RunOptions, "player" | "compare" | "peer" | "signal">,
): Promise<Result> {
  const started = performance.now();
  const base = { suite: "golden", case: golden.id, file: golden.file, title: golden.title, detail: undefined } as const;
  let played: readonly PlayedStep[];
  try {
    played = await options.player.play(golden);
  } catch (error) {
    if (!(error instanceof Unplayable)) throw error;
    if (error.code === "gone") return notRun(golden, GONE);
    return {
      ...base,
      ...nothing,
      outcome: "unmeasured",
      milliseconds: performance.now() - started,
      reason: error.message,
    };
  }
  if (options.signal?.aborted) return notRun(golden, INTERRUPTED);
  const { differences, bytes } = judge(golden, played, options.compare);
  const known = options.peer?.known.filter((entry) => entry.case === golden.id) ?? [];
  const { unexpected, expected, stale } = sortDifferences(differences, known);
  const findings = unexpected.map((difference) => toFinding(golden, played, difference));
  const reason = reasonOf(findings, stale);
  return {
    ...base,
    outcome: reason === undefined ? "passed" : "diverged",
    milliseconds: performance.now() - started,
    reason,
    differences: findings,
    expected,
    stale: stale.map(describeKnown),
    bytes,
  };
}

const nothing = { differences: [], expected: 0, stale: [], bytes: { compared: 0, masked: 0 } } as const;

function notRun(golden: Golden, reason: string): Result {
  const { id, file, title } = golden;
  const base = { suite: "golden", case: id, file, title, detail: undefined, milliseconds: 0 } as const;
  return { ...base, ...nothing, outcome: "not-run", reason };
}

function reasonOf(findings: readonly Finding[], stale: readonly Known[]): string | undefined {
  const [first, ...more] = findings;
  if (first !== undefined) {
    const rest = more.length === 0 ? "" : `, and ${more.length} more`;
    return `step ${first.step} ${first.path} ${first.kind}: expected ${first.expected}, got ${first.got}${rest}`;
  }
  const [entry] = stale;
  return entry === undefined ? undefined : `a listed divergence no longer shows: ${describeKnown(entry)}`;
}

function describeKnown({ file, line, step, path, kind, got, point }: Known): string {
  return `${file}:${line} (${point}) step ${step} ${path} ${kind}${got === undefined ? "" : `, got ${got}`}`;
}

/** Entries of the peer's list for a case that doesn't exist. */
function matchingNothing({ peer, all }: RunOptions): Problem[] {
  const ids = new Set(all.map(({ id }) => id));
  const lost = peer?.known.filter((entry) => !ids.has(entry.case)) ?? [];
  return lost.map(({ file, line, case: id }) => ({
    outcome: "diverged",
    message: `${file}:${line}: there is no case '${id}'`,
  }));
}

function toFinding(golden: Golden, played: readonly PlayedStep[], difference: Difference): Finding {
  const step = golden.steps.find(
    (each): each is ExchangeStep => each.kind === "exchange" && each.number === difference.step,
  );
  const answer = played.find((each) => each.step === difference.step);
  const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
  const sent = step?.times === undefined ? Buffer.concat(step?.sends ?? []) : step.sends[0]?.subarray(0, 200);
  return {
    ...difference,
    line: step?.line ?? 0,
    call: step?.call ?? [],
    sent: hex(sent),
    replied: hex(answer?.replies[Math.max(difference.reply, 1) - 1] ?? answer?.rest),
  };
}
