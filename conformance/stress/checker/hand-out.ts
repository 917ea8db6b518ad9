// Checks get_work: the units must be of one requested work spec that is not paused, no more than requested, in the
// right order, and there must be some if any are available.
import type { Call, Request } from "../history/call.ts";
import type { Finding } from "./finding.ts";
import { mustMake } from "./made.ts";
import type { Spec } from "./spec.ts";
import type { Unit } from "./unit.ts";

type GetWork = Request & { do: "get-work" };

/** How many units of a work spec may be leased by unanswered calls, at most. */
type Held = (spec: string) => number;

/**
 * @param priorities of the units handed out, in the order of the reply; NaN where not certain
 * @param slack tolerance between clocks, in microseconds
 */
export function handOutFindings(
  call: Call,
  request: GetWork,
  specs: ReadonlyMap<string, Spec>,
  priorities: readonly number[],
  held: Held,
  slack: number,
): Finding[] {
  const { answer } = call;
  if (answer.is !== "work") return [];
  if (answer.keys.length === 0) {
    const asked =
      request.specs.length === 0 ? [...specs.values()] : request.specs.flatMap((name) => specs.get(name) ?? []);
    return asked.flatMap((spec) => (spec.isOwn ? withheldFrom(spec, call, held, slack).slice(0, 1) : []));
  }
  const spec = specs.get(answer.spec);
  if (spec?.isOwn === false) return [];
  if (spec === undefined || (request.specs.length > 0 && !request.specs.includes(answer.spec))) {
    return [
      {
        kind: "work-unasked",
        subject: answer.spec,
        what: `get_work gave units of ${answer.spec}, which was not asked for`,
      },
    ];
  }
  return [
    ...tooMany(spec, request, answer.keys),
    ...limits(spec, call, answer.keys, slack),
    ...order(spec, call, request, answer.keys, priorities, held, slack),
  ];
}

function tooMany(spec: Spec, request: GetWork, keys: readonly string[]): Finding[] {
  const most = mostOf(spec, request);
  if (keys.length <= most) return [];
  return [
    {
      kind: "work-unasked",
      subject: spec.name,
      what: `get_work gave ${keys.length} units where ${most} were wanted at most`,
    },
  ];
}

function mostOf(spec: Spec, { most }: GetWork): number {
  return spec.maxGetwork > 0 ? Math.min(most, spec.maxGetwork) : most;
}

function limits(spec: Spec, call: Call, keys: readonly string[], slack: number): Finding[] {
  if (!spec.isSteadySince(call.start)) return [];
  if (spec.isPaused === true) {
    return [
      { kind: "work-from-paused", subject: spec.name, what: `get_work gave units of ${spec.name}, which was paused` },
    ];
  }
  if (spec.maxRunning === undefined || spec.maxRunning === 0) return [];
  const outlasts = (unit: Unit | undefined) => {
    const state = unit?.register.certain;
    return state?.is === "pending" && state.overFrom > call.end + slack;
  };
  // Of overlapping get_works, the last to take effect sees the units of the others as pending, unless their leases expired.
  const maySeeOwn = keys.every((key) => outlasts(spec.units.get(key)));
  let others = 0;
  for (const unit of spec.pending) {
    if (keys.includes(unit.key) || !outlasts(unit)) continue;
    if (unit.changedAt < call.start || (maySeeOwn && unit.handedOutBy?.end === unit.changedAt)) others++;
  }
  if (others + keys.length <= spec.maxRunning) return [];
  const what = `${keys.length} units were handed out while ${others} others were pending, and max_running is ${spec.maxRunning}`;
  return [{ kind: "over-max-running", subject: spec.name, what }];
}

/** Checks the order of the units in the reply, and that no unit left behind comes before them. */
function order(
  spec: Spec,
  call: Call,
  request: GetWork,
  keys: readonly string[],
  priorities: readonly number[],
  held: Held,
  slack: number,
): Finding[] {
  const given = keys.map((key, i) => ({ key, priority: priorities[i] ?? Number.NaN }));
  for (const [i, unit] of given.entries()) {
    const next = given[i + 1];
    if (next !== undefined && isBefore(next, unit)) {
      return [disorder(spec, `${next.key} comes before ${unit.key} in line, and after it in the answer`, next.key)];
    }
  }
  const last = given.at(-1);
  if (last === undefined) return [];
  // A get_work may return fewer units than requested if it meets units without retries left, or if one was generated.
  const mayBeFewer = spec.rules.maxRetries !== 0 || spec.rules.isContinuous;
  if (keys.length < mostOf(spec, request)) {
    if (mayBeFewer) return [];
    return withheldFrom(spec, call, held, slack).slice(0, 1);
  }
  let mayBeTaken = held(spec.name);
  for (const { unit, state } of spec.availableDuring(call, slack)) {
    if (!keys.includes(unit.key) && isBefore({ key: unit.key, priority: state.priority }, last)) {
      if (mayBeTaken-- > 0) continue;
      const what = `${last.key} (priority ${last.priority}) was handed out while ${unit.key} (priority ${state.priority}) was available`;
      return [disorder(spec, what, unit.key)];
    }
  }
  return [];
}

function disorder(spec: Spec, what: string, key: string): Finding {
  const unit = spec.units.get(key);
  return { kind: "wrong-order", subject: `${spec.name}/${key}`, what, ...(unit === undefined ? {} : { unit }) };
}

type Ranked = { readonly key: string; readonly priority: number };

/** Higher priority first, then smaller key. Workload keys are ASCII, so string order is byte order. */
function isBefore(a: Ranked, b: Ranked): boolean {
  return a.priority > b.priority || (a.priority === b.priority && a.key < b.key);
}

/** Units that were available during the whole call, and were not handed out although there was room. */
function withheldFrom(spec: Spec, call: Call, held: Held, slack: number): Finding[] {
  const isRunning = spec.isSteadySince(call.start) && spec.isPaused === false && spec.maxRunning !== undefined;
  if (!isRunning) return [];
  const keys = call.answer.is === "work" ? call.answer.keys : [];
  const mayBeTaken = held(spec.name);
  const left = spec.availableDuring(call, slack).filter(({ unit }) => !keys.includes(unit.key));
  const found = left.slice(mayBeTaken).map(({ unit }): Finding => {
    const what = `${unit.key} of ${spec.name} was available, and get_work gave ${keys.length === 0 ? "nothing" : "fewer units than were wanted"}`;
    return { kind: "work-withheld", subject: unit.name, what, unit };
  });
  if (found.length > 0) return hasRoom(spec, call, keys, mayBeTaken, slack) ? found : [];
  if (
    left.length === 0 &&
    mayBeTaken === 0 &&
    spec.maxRunning === 0 &&
    keys.length === 0 &&
    mustMake(spec, call, slack)
  ) {
    const what = `${spec.name} had nothing, its interval was over, and it made nothing for a get_work`;
    found.push({ kind: "work-withheld", subject: spec.name, what });
  }
  return found;
}

/** Whether max_running certainly allowed one more unit than was handed out. */
function hasRoom(
  { maxRunning = 0, units }: Spec,
  call: Call,
  keys: readonly string[],
  mayBeTaken: number,
  slack: number,
) {
  if (maxRunning === 0) return true;
  let most = keys.length + mayBeTaken;
  for (const unit of units.values()) {
    if (most >= maxRunning) return false;
    if (!keys.includes(unit.key) && mayBePending(unit, call, slack)) most++;
  }
  return most < maxRunning;
}

/** Whether a unit may have been pending at some time during a call. */
function mayBePending(unit: Unit, call: Call, slack: number): boolean {
  const state = unit.steadySince(call.start);
  if (state === undefined || state.is === "unknown") return true;
  return state.is === "pending" && state.overBy >= call.start - slack;
}
