// Plays cases with pauses at the same time on one daemon. During the pauses of a case its work specs are paused, so
// that get_work of another case does not find them; only one case sends at a time. A failure is not conclusive: the
// case is played again alone.
import { isDeepStrictEqual } from "node:util";
import { requestFrame, splitFrames } from "../../cbor/frame.ts";
import type { Item } from "../../cbor/item.ts";
import { notate } from "../../cbor/notation.ts";
import { fieldOf, stringOf } from "../../cbor/reading.ts";
import type { Daemon } from "../../client/daemon.ts";
import type { Control } from "../../client/isolate.ts";
import type { Golden, Step } from "../../golden/format.ts";
import type { PlayedStep } from "../../judge/judge.ts";
import { type Call, callIn } from "../../protocol/call.ts";
import { type Together, Unplayable } from "../player.ts";
import { type Clock, type ReplayOptions, replay } from "../replay.ts";
import { locksTheRoot } from "./fits.ts";
import { callsOf, labelsIn, newMark, withMark, withoutMark } from "./names.ts";
import { countsWorkers, type Stranger, strangersOf, withoutStrangers } from "./strangers.ts";
import { createTurns } from "./turn.ts";

export type CompanyOptions = Omit<ReplayOptions, "connect"> & Pick<Daemon, "connect">;

/**
 * Starts playing cases together: cases with pauses with their names marked (see names.ts), others unchanged between
 * them.
 * @param control a connection to the same daemon, which must be empty
 */
export function openCompany(control: Control, options: CompanyOptions): Omit<Together, "alone"> {
  const turns = createTurns();
  let isSilent = false;
  /** Waits for the turn to start a case; fails if another case got no reply in time. */
  const begin = async (priority: number) => {
    const give = await turns.take(priority);
    if (!isSilent) return give;
    give();
    throw new Unplayable("unplayable", "another case got no answer");
  };
  const look = ({ steps }: Golden, played: readonly PlayedStep[]) => {
    const last = played.at(-1);
    const step = steps.find(({ number }) => number === last?.step);
    const missing = step?.kind === "exchange" && last !== undefined && last.replies.length < step.replies.length;
    isSilent ||= missing && !last.closed;
    return played;
  };
  /** The calls of the cases with pauses, by the mark of the case. */
  const marked = new Map<string, readonly Call[]>();
  const strangersTo = async (mark: string) => {
    const others = [...marked].flatMap(([each, calls]) => (each === mark ? [] : calls));
    return strangersOf(await control.workers(), others);
  };
  return {
    async wait(golden) {
      const pauses = golden.steps.filter(({ kind }) => kind === "wait").length;
      let give = await begin(pauses);
      const mark = newMark();
      const own = withMark(golden, mark);
      const calls = callsOf(own) ?? [];
      marked.set(mark, calls);
      // No other case can register a worker during the turn, but one may expire.
      const looks = calls.some(({ method }) => method === "list_worker_modes") || calls.some(countsWorkers);
      const seen = [looks ? await strangersTo(mark) : []];
      let isSure = true;
      const lookAgain = async () => {
        isSure &&= !looks || isDeepStrictEqual(seen.at(-1), await strangersTo(mark));
      };
      let at = 0;
      const clock: Clock = {
        now: () => options.clock.now(),
        async wait(seconds, signal) {
          at = own.steps.findIndex((step, i) => i >= at && step.kind === "wait") + 1;
          const asleep = runnableAfter({ ...own, steps: own.steps.slice(0, at) });
          const since = options.clock.now();
          await lookAgain();
          await control.tell(asleep.map((name) => controlOf(name, PAUSED)));
          give();
          await options.clock.wait(seconds - (options.clock.now() - since), signal);
          // A case with many pauses is delayed many times, and has only as much time as any other.
          give = await turns.take(pauses);
          await control.tell(asleep.map((name) => controlOf(name, RUNNABLE)));
          seen.push(looks ? await strangersTo(mark) : []);
        },
      };
      try {
        const played = look(own, await replay(own, { ...options, clock }));
        await lookAgain();
        if (!isSure) throw new Unplayable("unplayable", "a worker of another case ended meanwhile");
        return played.map((step) => ({ ...step, replies: restored(golden, step, mark, seen) }));
      } finally {
        await control.tell(leavings(calls));
        marked.delete(mark);
        give();
      }
    },
    async between(golden) {
      const give = await begin(0);
      try {
        return look(golden, await replay(golden, options));
      } finally {
        await control.tell(leavings(callsOf({ ...golden, steps: golden.steps.filter(leavesSomething) }) ?? []));
        give();
      }
    },
  };
}

/** Only calls that may leave data behind need to be parsed. */
const leavesSomething = (step: Step) =>
  step.kind === "exchange" && step.call.some((call) => /^(set_work_spec|lock|locksome|renew)\(/.test(call));

const RUNNABLE = 1;
const PAUSED = 2;

const controlOf = (name: string, status: number) =>
  requestFrame(1, "control_work_spec", `${name}, {'status': ${status}}`);

const isTrue = (item: Item | undefined) => item?.kind === "simple" && item.value === 21;

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
function leavings(calls: readonly Call[]): Buffer[] {
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
  return [...found].map((each) => {
    const space = each.indexOf(" ");
    return requestFrame(1, each.slice(0, space), each.slice(space + 1));
  });
}

/**
 * The replies to a step as its golden has them: in its own names, without the workers of others.
 * @param seen those workers, before the first wait and after each
 */
function restored(
  { steps }: Golden,
  { step: number, replies }: PlayedStep,
  mark: string,
  seen: readonly (readonly Stranger[])[],
) {
  const at = steps.findIndex((each) => each.number === number);
  const step = steps[at];
  const requests = step?.kind === "exchange" ? splitFrames(Buffer.concat(step.sends)).frames : [];
  const strangers = seen[steps.slice(0, at).filter(({ kind }) => kind === "wait").length] ?? [];
  return replies.map((reply, i) => {
    const request = requests[i];
    const method = request === undefined ? "" : (callIn(request)?.method ?? "");
    return withoutMark(withoutStrangers(method, reply, strangers), mark);
  });
}
