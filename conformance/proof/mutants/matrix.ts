// Computes which case kills which mutant. Every case is played once to the unmodified server; its replies are then
// changed by each mutant, and only cases whose requests a mutant changes are played again.

import type { Duplex } from "node:stream";
import { daemonBehind } from "../../client/daemon.ts";
import type { Golden } from "../../golden/format.ts";
import type { CompareLevel } from "../../judge/difference.ts";
import { judge, type PlayedStep } from "../../judge/judge.ts";
import { livePlayer } from "../../run/live.ts";
import { type Clock, replay } from "../../run/replay.ts";
import type { Mutant } from "./mutant.ts";
import { MANY, requestsOf, rewiring } from "./rewiring.ts";

export type MatrixOptions = {
  readonly goldens: readonly Golden[];
  readonly mutants: readonly Mutant[];
  /** Connects to the unmodified server, which must pass every golden; `clock` is that server's clock. */
  readonly connect: () => Promise<Duplex>;
  readonly clock: Clock;
};

export type Row = {
  readonly mutant: Mutant;
  /** Number of cases in which the mutant changes a reply or a request; a mutant with 0 has no effect. */
  readonly touched: number;
  /** Ids of the cases that kill it at comparison level `bytes`, in the order of the goldens. */
  readonly killers: readonly string[];
  /** The least strict comparison level that kills it; undefined if it survives. */
  readonly level: CompareLevel | undefined;
};

export type Matrix = {
  readonly rows: readonly Row[];
  readonly cases: readonly string[];
  /** Ids of the cases that the unmodified server fails; if there are any, the matrix is meaningless. */
  readonly failing: readonly string[];
};

/** Error messages shared by the full matrix and the quick check. */
export const provesNothing = (id: string) => `${id}: the server itself does not pass it, so it proves nothing`;
export const killsNone = (id: string) => `${id} kills no mutant`;

export async function killMatrix(options: MatrixOptions): Promise<Matrix> {
  const { goldens, mutants } = options;
  const { originals, failing } = await playedOnce(options);
  const rows: Row[] = [];
  for (const mutant of mutants) rows.push(await rowOf(mutant, options, originals));
  return { rows, cases: goldens.map(({ id }) => id), failing };
}

/** A case with the unmodified server's replies to it. */
export type Original = {
  readonly whole: Golden;
  /** The case with at most MANY replies per step. */
  readonly golden: Golden;
  readonly played: readonly PlayedStep[];
  readonly requests: readonly Uint8Array[];
};

/** Plays every case to the unmodified server. @returns the replies, and the ids of the cases that it fails */
export async function playedOnce(
  options: MatrixOptions,
): Promise<{ readonly originals: readonly Original[]; readonly failing: readonly string[] }> {
  const player = playerFor(options, options.connect);
  const failing: string[] = [];
  const originals: Original[] = [];
  for (const golden of options.goldens) {
    const played = await player.play(golden);
    if (isKilled(golden, played, "bytes")) failing.push(golden.id);
    originals.push(few(golden, played));
  }
  player.close();
  return { originals, failing };
}

/** The affected steps of a case and the mutant's replies to them; undefined if the mutant changes nothing in this case. */
export async function seen(
  mutant: Mutant,
  options: MatrixOptions,
  { whole, golden, played, requests }: Original,
): Promise<{ readonly golden: Judged; readonly played: readonly PlayedStep[] } | undefined> {
  if (mutant.changes === "answers") {
    const changed = played.map((answer) => answeredBy(mutant, golden, answer));
    const isTouched = ({ number }: Golden["steps"][number]) =>
      changed.some((answer, i) => answer.step === number && answer !== played[i]);
    const steps = golden.steps.filter(isTouched);
    return steps.length === 0 ? undefined : { golden: { id: golden.id, steps }, played: changed };
  }
  if (requests.every((frame) => mutant.request(frame) === undefined)) return undefined;
  return { golden: whole, played: await playedTo(rewiring(options.connect, mutant.request), options, whole) };
}

async function rowOf(mutant: Mutant, options: MatrixOptions, originals: readonly Original[]): Promise<Row> {
  const killers: string[] = [];
  let weakest: "python" | "ordered" | undefined;
  let touched = 0;
  for (const original of originals) {
    const sight = await seen(mutant, options, original);
    if (sight === undefined) continue;
    const { golden, played } = sight;
    touched += 1;
    if (isKilled(golden, played, "bytes")) killers.push(golden.id);
    if (weakest !== "python" && isKilled(golden, played, "python")) weakest = "python";
    if (weakest === undefined && isKilled(golden, played, "ordered")) weakest = "ordered";
  }
  const level = killers.length === 0 ? undefined : (weakest ?? "bytes");
  return { mutant, touched, killers, level };
}

/** Plays a case to a mutant. Clears the daemon without the mutation first, since a mutant may break clear(). */
async function playedTo(
  connect: MatrixOptions["connect"],
  options: MatrixOptions,
  golden: Golden,
): Promise<readonly PlayedStep[]> {
  const honest = playerFor(options, options.connect);
  await honest.play({ ...golden, steps: [] });
  honest.close();
  return await replay(golden, { connect, clock: options.clock, stepMilliseconds: STEP_MILLISECONDS });
}

function answeredBy(mutant: Extract<Mutant, { changes: "answers" }>, golden: Golden, answer: PlayedStep): PlayedStep {
  const step = golden.steps[answer.step - 1];
  return step?.kind === "exchange" ? mutant.answer(answer, step) : answer;
}

/** Cuts a case and its replies to at most MANY replies per step: thousands of similar ones take time and show no more. */
function few(golden: Golden, played: readonly PlayedStep[]): Original {
  const steps = golden.steps.map((step) =>
    step.kind === "exchange" ? { ...step, replies: step.replies.slice(0, MANY) } : step,
  );
  return {
    whole: golden,
    requests: requestsOf(golden),
    golden: { ...golden, steps },
    played: played.map((answer) => ({ ...answer, replies: answer.replies.slice(0, MANY) })),
  };
}

type Judged = Pick<Golden, "id" | "steps">;

/**
 * Whether the replies differ from the golden at this level. Judges step by step and stops at the first difference; a golden
 * with bindings, whose values later steps use, is judged as a whole.
 */
export function isKilled(golden: Pick<Golden, "steps">, played: readonly PlayedStep[], level: CompareLevel): boolean {
  if (golden.steps.some(bindsName)) return judge(golden, played, level).differences.length > 0;
  return golden.steps.some((step) => judge({ steps: [step] }, played, level).differences.length > 0);
}

const bindsName = (step: Golden["steps"][number]) =>
  step.kind === "exchange" && step.replies.some(({ masks }) => masks.some(({ is }) => is === "new-name"));

const STEP_MILLISECONDS = 1000;

function playerFor({ clock }: MatrixOptions, connect: () => Promise<Duplex>) {
  return livePlayer(daemonBehind(connect), { clock, stepMilliseconds: STEP_MILLISECONDS, fresh: false });
}
