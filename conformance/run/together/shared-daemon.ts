// Plays cases with pauses at the same time on one daemon. During the pauses of a case its work specs are paused, so
// that get_work of another case does not find them; only one case sends at a time. A failure is not conclusive: the
// case is played again alone.
import { isDeepStrictEqual } from "node:util";
import { callFrame, requestFrame, splitFrames } from "../../cbor/frame.ts";
import { notate } from "../../cbor/notation.ts";
import { fieldOf, isTrue, stringOf } from "../../cbor/reading.ts";
import type { Daemon } from "../../client/daemon.ts";
import type { Control } from "../../client/isolate.ts";
import type { Golden, Step } from "../../golden/format.ts";
import type { PlayedStep } from "../../judge/judge.ts";
import { type Call, callIn } from "../../protocol/call.ts";
import { type Together, Unplayable } from "../player.ts";
import { type Clock, type ReplayOptions, replay } from "../replay.ts";
import { locksTheRoot } from "./fits.ts";
import { createMutex } from "./mutex.ts";
import { callsOf, labelsIn, newMark, withMark, withoutMark } from "./names.ts";
import { countsWorkers, type OtherWorker, registeredBy, withoutOtherWorkers } from "./other-workers.ts";

export type SharedDaemonOptions = Omit<ReplayOptions, "connect"> & Pick<Daemon, "connect">;

/**
 * Starts playing cases together: cases with pauses with their names marked (see names.ts), others unchanged between
 * them.
 * @param control a connection to the same daemon, which must be empty
 */
export function openSharedDaemon(control: Control, options: SharedDaemonOptions): Omit<Together, "alone"> {
  const mutex = createMutex();
  let isSilent = false;
  /** Acquires the daemon to start a case; fails if another case got no reply in time. */
  const begin = async (priority: number) => {
    const release = await mutex.acquire(priority);
    if (!isSilent) return release;
    release();
    throw new Unplayable("unplayable", "another case got no answer");
  };
  const checkReplies = ({ steps }: Golden, played: readonly PlayedStep[]) => {
    const last = played.at(-1);
    const step = steps.find(({ number }) => number === last?.step);
    const missing = step?.kind === "exchange" && last !== undefined && last.replies.length < step.replies.length;
    isSilent ||= missing && !last.closed;
    return played;
  };
  /** The calls of the cases with pauses, by the mark of the case. */
  const marked = new Map<string, readonly Call[]>();
  const workersOfOthers = async (mark: string) => {
    const others = [...marked].flatMap(([each, calls]) => (each === mark ? [] : calls));
    return registeredBy(await control.workers(), others);
  };
  return {
    async wait(golden) {
      const pauses = golden.steps.filter(({ kind }) => kind === "wait").length;
      let release = await begin(pauses);
      const mark = newMark();
      const own = withMark(golden, mark);
      const calls = callsOf(own) ?? [];
      marked.set(mark, calls);
      // No other case can register a worker while the mutex is held, but one may expire.
      const seesWorkers = calls.some(({ method }) => method === "list_worker_modes") || calls.some(countsWorkers);
      const seen = [seesWorkers ? await workersOfOthers(mark) : []];
      let isUnchanged = true;
      const checkWorkers = async () => {
        isUnchanged &&= !seesWorkers || isDeepStrictEqual(seen.at(-1), await workersOfOthers(mark));
      };
      let at = 0;
      const clock: Clock = {
        now: () => options.clock.now(),
        async wait(seconds, signal) {
          at = own.steps.findIndex((step, i) => i >= at && step.kind === "wait") + 1;
          const pausedSpecs = runnableAfter({ ...own, steps: own.steps.slice(0, at) });
          const since = options.clock.now();
          await checkWorkers();
          await control.tell(pausedSpecs.map((name) => controlOf(name, PAUSED)));
          release();
          await options.clock.wait(seconds - (options.clock.now() - since), signal);
          // A case with more pauses is delayed more often within the same time limit, so it has priority.
          release = await mutex.acquire(pauses);
          await control.tell(pausedSpecs.map((name) => controlOf(name, RUNNABLE)));
          seen.push(seesWorkers ? await workersOfOthers(mark) : []);
        },
      };
      try {
        const played = checkReplies(own, await replay(own, { ...options, clock }));
        await checkWorkers();
        if (!isUnchanged) throw new Unplayable("unplayable", "a worker of another case ended meanwhile");
        return played.map((step) => ({ ...step, replies: restored(golden, step, mark, seen) }));
      } finally {
        await control.tell(deletionsOf(calls));
        marked.delete(mark);
        release();
      }
    },
    async between(golden) {
      const release = await begin(0);
      try {
        return checkReplies(golden, await replay(golden, options));
      } finally {
        await control.tell(deletionsOf(callsOf({ ...golden, steps: golden.steps.filter(mayLeaveData) }) ?? []));
        release();
      }
    },
  };
}

/** Whether a step may leave data behind; the calls of other steps need not be parsed. */
const mayLeaveData = (step: Step) =>
  step.kind === "exchange" && step.call.some((call) => /^(set_work_spec|lock|locksome|renew)\(/.test(call));

const RUNNABLE = 1;
const PAUSED = 2;

const controlOf = (name: string, status: number) =>
  requestFrame(1, "control_work_spec", `${name}, {'status': ${status}}`);

/** The work specs, in notation, that a case has left unpaused. */
function runnableAfter(golden: Golden): string[] {
  const runnable = new Map<string, boolean>();
  for (const { method, params, inner } of callsOf(golden) ?? []) {
    const [first, second] = params;
    if (method === "set_work_spec") {
      const name = fieldOf(first, "name");
      const disabled = fieldOf(first, "disabled");
      if (name !== undefined) runnable.set(notate(name, inner), !isTrue(disabled));
    } else if (method === "control_work_spec" && first !== undefined) {
      const status = fieldOf(second, "status");
      if (status !== undefined) runnable.set(notate(first, inner), status.kind === "int" && status.value !== 2n);
    } else if (method === "del_work_spec" && first !== undefined) runnable.delete(notate(first, inner));
  }
  return [...runnable].flatMap(([name, is]) => (is ? [name] : []));
}

/** The calls that delete everything that these calls may have created. */
function deletionsOf(calls: readonly Call[]): Buffer[] {
  const found = new Set<string>();
  for (const call of calls) {
    const { method, params, inner } = call;
    const [first] = params;
    const name = method === "set_work_spec" ? fieldOf(first, "name") : first;
    if (name === undefined || stringOf(name) === undefined) continue;
    if (method === "set_work_spec") found.add(`del_work_spec ${notate(name, inner)}`);
    if (method === "worker_heartbeat") found.add(`worker_unregister ${notate(name, inner)}`);
    for (const label of labelsIn(call)) found.add(`delete_namespace ${notate(label, inner)}`);
    if (method !== "readlock" && locksTheRoot(call)) found.add(`unlock ${notate(name, inner)}, [[]]`);
  }
  return [...found].map(callFrame);
}

/**
 * The replies to a step as the daemon would give them to this case alone: without marks in names, and without workers of
 * other cases.
 * @param seen the workers of other cases before the first pause and after each pause
 */
function restored(
  { steps }: Golden,
  { step: number, replies }: PlayedStep,
  mark: string,
  seen: readonly (readonly OtherWorker[])[],
) {
  const at = steps.findIndex((each) => each.number === number);
  const step = steps[at];
  const requests = step?.kind === "exchange" ? splitFrames(Buffer.concat(step.sends)).frames : [];
  const others = seen[steps.slice(0, at).filter(({ kind }) => kind === "wait").length] ?? [];
  return replies.map((reply, i) => {
    const request = requests[i];
    const method = request === undefined ? "" : (callIn(request)?.method ?? "");
    return withoutMark(withoutOtherWorkers(method, reply, others), mark);
  });
}
