// What a get_work may give and must give: units of one work spec that was asked for and is not paused, no more than wanted,
// the first in line, and some when there are some.
import type { Call, Request } from "../history/call.ts";
import type { Finding } from "./finding.ts";
import { mustMake } from "./made.ts";
import type { Spec } from "./spec.ts";

type GetWork = Request & { do: "get-work" };

/** The calls that may hold units without anybody knowing of it: whether one may hold some of this work spec. */
type MayBeHeld = (spec: string) => boolean;

/** @param priorities of the units handed out, NaN where it is not certain */
export function handOutFindings(
  call: Call,
  request: GetWork,
  specs: ReadonlyMap<string, Spec>,
  priorities: readonly number[],
  mayBeHeld: MayBeHeld,
  slack: number,
): Finding[] {
  const { answer } = call;
  if (answer.is !== "work") return [];
  if (answer.keys.length === 0) {
    const asked =
      request.specs.length === 0 ? [...specs.values()] : request.specs.flatMap((name) => specs.get(name) ?? []);
    return asked.flatMap((spec) => (spec.isOwn ? withheldFrom(spec, call, mayBeHeld, slack).slice(0, 1) : []));
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
    ...order(spec, call, request, answer.keys, priorities, mayBeHeld, slack),
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
  let others = 0;
  for (const unit of spec.pending) {
    const state = keys.includes(unit.key) ? undefined : unit.steadySince(call.start);
    if (state?.is === "pending" && state.overFrom > call.end + slack) others++;
  }
  if (others + keys.length <= spec.maxRunning) return [];
  const what = `${keys.length} units were handed out while ${others} others were pending, and max_running is ${spec.maxRunning}`;
  return [{ kind: "over-max-running", subject: spec.name, what }];
}

/** Within the answer, and against the units that were left. */
function order(
  spec: Spec,
  call: Call,
  request: GetWork,
  keys: readonly string[],
  priorities: readonly number[],
  mayBeHeld: MayBeHeld,
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
  if (last === undefined || mayBeHeld(spec.name)) return [];
  // Beside units whose retries are used up fewer are given.
  const mayBeFewer = spec.rules.maxRetries !== 0 || spec.rules.isContinuous;
  if (keys.length < mostOf(spec, request)) {
    if (mayBeFewer) return [];
    return withheldFrom(spec, call, mayBeHeld, slack).slice(0, 1);
  }
  for (const { unit, state } of spec.availableDuring(call, slack)) {
    if (!keys.includes(unit.key) && isBefore({ key: unit.key, priority: state.priority }, last)) {
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

/** Keys of workloads are ASCII: their order as strings is that of their bytes. */
function isBefore(a: Ranked, b: Ranked): boolean {
  return a.priority > b.priority || (a.priority === b.priority && a.key < b.key);
}

/** Units that could have been given, and were not. */
function withheldFrom(spec: Spec, call: Call, mayBeHeld: MayBeHeld, slack: number): Finding[] {
  const isFree = spec.isSteadySince(call.start) && spec.isPaused === false && spec.maxRunning === 0;
  if (!isFree || mayBeHeld(spec.name)) return [];
  const keys = call.answer.is === "work" ? call.answer.keys : [];
  const found: Finding[] = [];
  for (const { unit } of spec.availableDuring(call, slack)) {
    if (keys.includes(unit.key)) continue;
    const what = `${unit.key} of ${spec.name} was available, and get_work gave ${keys.length === 0 ? "nothing" : "fewer units than were wanted"}`;
    found.push({ kind: "work-withheld", subject: unit.name, what, unit });
  }
  if (found.length === 0 && keys.length === 0 && mustMake(spec, call, slack)) {
    const what = `${spec.name} had nothing, its interval was over, and it made nothing for a get_work`;
    found.push({ kind: "work-withheld", subject: spec.name, what });
  }
  return found;
}
