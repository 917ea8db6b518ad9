// Runs one case: plays it, judges the replies, separates known divergences, and returns a Result.
import type { ExchangeStep, Golden } from "../golden/format.ts";
import type { CompareLevel, Difference } from "../judge/difference.ts";
import { excerpt, excerpts, SHORT } from "../judge/excerpt.ts";
import type { ExpectFile } from "../judge/expect-file.ts";
import type { ErrorLevel } from "../judge/failing-answers.ts";
import { judge, type PlayedStep } from "../judge/judge.ts";
import { type Known, placeOf, sortDifferences } from "../judge/known.ts";
import { type Player, Unplayable } from "./player.ts";
import type { Finding, Result } from "./result.ts";
import { MOST_STALLED_SECONDS, stalledSeconds } from "./stalled.ts";
import { SHAPES } from "./vary.ts";

export type CaseOptions = {
  readonly player: Player;
  readonly compare: CompareLevel;
  readonly errors?: ErrorLevel | undefined;
  readonly expect?: ExpectFile | undefined;
  /** Also play it in every variation of vary.ts; the replies must be the same. */
  readonly vary?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Why a case was not run. */
export const GONE = "the daemon ended before";
export const INTERRUPTED = "the run was interrupted";

/**
 * Plays one golden and judges the replies. Plays it again if a correct daemon may have made another random choice, and
 * up to STALLED_ATTEMPTS times if the machine was so slow that leases may have expired too early.
 */
export async function runCase(golden: Golden, options: CaseOptions): Promise<Result> {
  const result = await runPlain(golden, options);
  return options.vary === true && result.outcome === "passed" ? await runVaried(golden, result, options) : result;
}

/** Plays the case in every variation, up to the first one that does not pass. */
async function runVaried(golden: Golden, passed: Result, options: CaseOptions): Promise<Result> {
  for (const [name, shape] of Object.entries(SHAPES)) {
    const varied = shape(golden);
    if (varied === undefined) continue;
    const result = await runPlain(varied, options);
    if (result.outcome === "passed") continue;
    // Reports print `reason` only if there is no difference, but `detail` always.
    const detail = [`in another shape alone, ${name}; --vary plays it`, result.detail ?? ""].join("\n").trimEnd();
    return { ...result, reason: `with ${name}: ${result.reason}`, detail };
  }
  return passed;
}

async function runPlain(golden: Golden, options: CaseOptions): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const result = await playOnce(golden, options, attempt === STALLED_ATTEMPTS);
    if (result !== undefined) {
      const again = result.outcome === "diverged" && golden.flaky !== undefined;
      return again ? ((await playOnce(golden, options, true)) ?? result) : result;
    }
  }
}

/** How often a case is played whose timing was disturbed. */
const STALLED_ATTEMPTS = 6;

/** @returns undefined when it diverged in a play that was too slow to be judged, unless it is the `last` one */
async function playOnce(
  golden: Golden,
  { player, compare, errors, expect, signal }: CaseOptions,
  last: boolean,
): Promise<Result | undefined> {
  const started = performance.now();
  const base = factsOf(golden);
  let played: readonly PlayedStep[];
  try {
    played = await player.play(golden);
  } catch (error) {
    if (!(error instanceof Unplayable)) throw error;
    if (signal?.aborted) return notRun(golden, INTERRUPTED);
    if (error.code === "gone") return notRun(golden, GONE);
    return {
      ...base,
      ...nothing,
      outcome: "unmeasured",
      milliseconds: performance.now() - started,
      reason: error.message,
    };
  }
  if (signal?.aborted) return notRun(golden, INTERRUPTED);
  const { differences, bytes } = judge(golden, played, compare, errors);
  const { unexpected, listed, stale } = sortDifferences(golden, differences, expect ?? NOTHING_EXPECTED, played);
  const findings = toFindings(golden, played, unexpected);
  const reason = reasonOf(findings, stale);
  const stalled = stalledSeconds(golden, played);
  if (reason !== undefined && stalled > MOST_STALLED_SECONDS) {
    if (!last) return undefined;
    const why = `${stalled.toFixed(1)} s passed beside its waits, too many for a case that counts seconds`;
    return { ...base, ...nothing, outcome: "unmeasured", milliseconds: performance.now() - started, reason: why };
  }
  return {
    ...base,
    outcome: reason === undefined ? "passed" : "diverged",
    milliseconds: performance.now() - started,
    reason,
    differences: findings,
    expected: listed.reduce((sum, { count }) => sum + count, 0),
    listed: listed.map(({ first, ...entry }) => ({
      ...entry,
      first: { ...first, ...exchangeOf(golden, played, first) },
    })),
    stale: stale.map(describeKnown),
    bytes,
  };
}

const nothing = { differences: [], expected: 0, listed: [], stale: [], bytes: { compared: 0, masked: 0 } } as const;

const NOTHING_EXPECTED = { known: [], shorts: [] };

export function notRun(golden: Golden, reason: string): Result {
  return { ...factsOf(golden), ...nothing, milliseconds: 0, outcome: "not-run", reason };
}

/** The part of a result that describes the case. */
function factsOf({ id, file, title, requires }: Golden) {
  return { suite: "golden", case: id, file, title, requires, detail: undefined } as const;
}

function reasonOf(findings: readonly Finding[], stale: readonly Known[]): string | undefined {
  const [first, ...more] = findings;
  if (first !== undefined) {
    const rest = more.length === 0 ? "" : `, and ${more.length} more`;
    const { step, call, path, kind, expected, got, note } = first;
    const method = methodOf(call);
    const [wanted, came] = excerpts(expected, got, SHORT);
    const told = note ?? `expected ${wanted}, got ${came}`;
    return `step ${step}${method === undefined ? "" : ` ${method}`} ${excerpt(path, SHORT)} ${kind}: ${told}${rest}`;
  }
  const [entry] = stale;
  return entry === undefined ? undefined : `a listed divergence no longer shows: ${describeKnown(entry)}`;
}

/** The method of a step's first request that has one, in the spelling of the request. */
export function methodOf(call: readonly string[]): string | undefined {
  const names = call.map((each) => /^([a-z_]+)\(/.exec(each)?.[1] ?? /'method': ['"]([A-Za-z_]+)['"]/.exec(each)?.[1]);
  return names.find((name) => name !== undefined);
}

function describeKnown(entry: Known): string {
  const { step, path, kind, got, point, reason } = entry;
  const value = got === undefined ? "" : `, got ${excerpt(got, SHORT)}`;
  return `${placeOf(entry)} (${point || reason}) step ${step} ${excerpt(path, SHORT)} ${kind}${value}`;
}

/** The frames are converted to hex once for each reply, since a reply may have thousands of differences. */
function toFindings(golden: Golden, played: readonly PlayedStep[], differences: readonly Difference[]): Finding[] {
  const known = new Map<string, Omit<Finding, keyof Difference>>();
  return differences.map((difference) => {
    const key = `${difference.step} ${difference.reply}`;
    const around = known.get(key) ?? exchangeOf(golden, played, difference);
    known.set(key, around);
    return { ...difference, ...around };
  });
}

function exchangeOf(
  golden: Golden,
  played: readonly PlayedStep[],
  { step: number, reply }: Difference,
): Omit<Finding, keyof Difference> {
  const step = golden.steps.find((each): each is ExchangeStep => each.kind === "exchange" && each.number === number);
  if (step === undefined) throw new RangeError(`${golden.id} has no exchange ${number}`);
  const answer = played.find((each) => each.step === number);
  const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
  const sent = step.times === undefined ? Buffer.concat(step.sends) : step.sends[0]?.subarray(0, 200);
  return {
    line: step.line,
    call: step.call,
    sent: hex(sent),
    recorded: hex(step.replies[Math.max(reply, 1) - 1]?.bytes),
    replied: hex(answer?.replies[Math.max(reply, 1) - 1] ?? answer?.rest),
  };
}
