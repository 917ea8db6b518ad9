// Checks a history of concurrent calls as it is read: every reply must be explained by some order of the calls in which
// each takes effect at one moment between its start and its end. Memory is bounded by the existing units and the calls
// in progress.
import type { Call, Entry, Request } from "../history/call.ts";
import { childFindings } from "./children.ts";
import { deletionFindings } from "./deletions.ts";
import { type Effect, effectOf, NO_EFFECT } from "./effects.ts";
import type { Finding } from "./finding.ts";
import { handOutFindings } from "./hand-out.ts";
import { lockFault } from "./locks.ts";
import { type Lost, LostCalls } from "./lost-calls.ts";
import { madeFindings } from "./made.ts";
import { countFindings, listFindings } from "./readings.ts";
import type { Operation } from "./register.ts";
import { Timeline } from "./timeline.ts";
import type { Unit, UnitOperation } from "./unit.ts";
import { unitFault } from "./unit-fault.ts";
import { ABSENT, isMadeKey, spanOf, UNKNOWN, type UnitState } from "./unit-state.ts";
import type { Violation, ViolationKind } from "./violation.ts";
import { UNKNOWN_WORKER, workerFindings } from "./workers.ts";
import { type Part, WHOLE, World } from "./world.ts";

export type CheckerOptions = {
  /** Tolerance for differences between the clock of the history and that of the daemon, in microseconds. */
  readonly slack: number;
  readonly onViolation: (violation: Violation) => void;
  /** Which share of the work specs this checker checks, when several divide one history; default: all of them. */
  readonly part?: Part;
};

export type CheckerCounts = {
  /** Calls with a reply, and calls without one. */
  answered: number;
  lost: number;
  restarts: number;
  handedOut: number;
  violations: number;
};

/** How many recent calls are kept, to be shown with a violation. */
const AROUND = 400;
const NOTHING: readonly never[] = [];

/** Checks one history; violations are reported to `onViolation` as they are found. */
export class Checker {
  readonly counts: CheckerCounts = { answered: 0, lost: 0, restarts: 0, handedOut: 0, violations: 0 };
  readonly #options: CheckerOptions;
  readonly #timeline = new Timeline();
  readonly #world: World;
  /** Calls in progress with their effects, in the order of their starts. */
  readonly #active = new Map<Call, Effect>();
  readonly #lost: LostCalls<Effect>;
  /** Units that no longer exist, oldest first. Each is kept until no call in progress can refer to it. */
  #graves: { unit: Unit; version: number }[] = [];
  #recent: Call[] = [];
  /** Keys handed out by the call being checked that did not exist before it. */
  #newKeys: string[] = [];

  constructor(options: CheckerOptions) {
    this.#options = options;
    this.#world = new World(options.part ?? WHOLE);
    this.#lost = new LostCalls(options.slack);
  }

  /** Takes the next entry of a history. A mark checks everything up to its time. */
  take(entry: Entry): void {
    switch (entry.kind) {
      case "call":
        this.#timeline.add(this.#readable(entry.call));
        break;
      case "restart":
        this.#timeline.addRestart(entry.restart);
        break;
      case "mark":
        this.advance(entry.time);
        break;
      case "fault":
      case "hindered":
      case "complaint":
        break;
      default:
        entry satisfies never;
    }
  }

  /** Reports a garbled reply, and treats the call as unanswered: it may have taken effect or not. */
  #readable(call: Call): Call {
    const { request, answer } = call;
    if (answer.is !== "garbled") return call;
    if (this.#world.isFirst) {
      this.#complain(call, "wrong-reply", specOf(request), `${request.do}: ${answer.message}`, []);
    }
    return { ...call, answer: { is: "none" } };
  }

  advance(time: number): void {
    this.#timeline.advance(time, {
      begin: (call) => this.#begin(call),
      end: (call) => this.#end(call),
      restart: ({ end, durable }) => this.#restart(end, durable),
    });
  }

  /** Checks all remaining entries; to be called once, after the last entry. */
  finish(): void {
    this.advance(Number.MAX_SAFE_INTEGER);
  }

  /** Number of units kept in memory. */
  get size(): number {
    return this.#world.size;
  }

  #begin(call: Call): void {
    const effect = effectOf(call, this.#world, this.#options.slack);
    this.#active.set(call, effect);
    for (const operation of effect.units) operation.unit.register.begin(operation);
    effect.lock?.group.register.begin(effect.lock.operation);
    effect.worker?.worker.register.begin(effect.worker.operation);
    const { request, answer } = call;
    if (answer.is === "none") this.#beginLost(call);
    if (request.do === "get-work") this.#world.workers.get(request.worker)?.handed.begin();
    if (request.do === "set-spec" || request.do === "control") this.#world.spec(request.spec).beginControl();
  }

  #beginLost(call: Call): void {
    this.#lost.begin(call);
    const { request } = call;
    if (request.do !== "get-work") return;
    for (const spec of this.#world.asked(request.specs)) {
      spec.rules.unseen++;
      if (spec.rules.isContinuous) spec.hidden++;
    }
  }

  #end(call: Call): void {
    const effect = this.#active.get(call) ?? NO_EFFECT;
    this.#active.delete(call);
    this.#remember(call);
    const { request, answer } = call;
    if (request.do === "set-spec" || request.do === "control") {
      this.#world.spec(request.spec).endControl(request, call.end, answer.is === "done" && answer.done);
    }
    for (const { unit } of effect.units) unit.remember(call);
    effect.lock?.group.remember(call);
    effect.worker?.worker.remember(call);
    if (request.do === "get-work")
      this.#world.workers.get(request.worker)?.noteWork(call, effect.units, this.#options.slack);
    if (answer.is === "none") {
      this.counts.lost++;
      this.#lost.end(call, effect);
      return;
    }
    this.counts.answered++;
    for (const lost of this.#lost.settledBy(call)) this.#settle(lost, call.end);
    if (this.#world.isFirst && isRefused(request, answer))
      this.#complain(call, "call-refused", specOf(request), refusal(call), []);
    // Must come before the units take over their new states: it compares the count with the states before the deletion.
    const deletion = this.#deletion(call, effect.units);
    const priorities = effect.units.map((operation) => this.#endUnit(operation, call));
    for (const { kind, subject, what } of deletion) this.#complain(call, kind, subject, what, []);
    this.#endLock(effect, call);
    this.#endWorker(effect, call);
    this.#judgeWhole(call, priorities);
    this.#bury();
  }

  #deletion(call: Call, units: readonly UnitOperation[]): readonly Finding[] {
    const { request } = call;
    if (request.do !== "delete" || units.length === 0) return NOTHING;
    const { slack } = this.#options;
    // Unanswered get_works change only the state of units, which matters only to a deletion restricted to one status.
    const mayBeOther = request.status !== 0 && this.#heldAtMost(request.spec, call.start) > 0;
    const mayBeMore = this.#world.spec(request.spec).hidden > 0 || mayBeOther;
    return deletionFindings(call, request, units, mayBeMore, slack);
  }

  /** Operations that unanswered get_works may have performed on any unit of a work spec. */
  #ghosts(spec: string, { start }: Call): readonly Operation<UnitState>[] {
    const ghosts = this.#lost.ghostsOf(spec, start);
    return ghosts.length === 0 ? NOTHING : ghosts.map((ghost) => ghost.on(this.#world.spec(spec).rules));
  }

  /** How many units of a work spec may be leased by unanswered get_works, at most. */
  #heldAtMost(spec: string, start: number): number {
    let most = 0;
    for (const ghost of this.#lost.ghostsOf(spec, start)) most += ghost.most;
    return most;
  }

  /** Applies an answered call to one unit. @returns the unit's priority when it was handed out, NaN if it is not certain */
  #endUnit(operation: UnitOperation, call: Call): number {
    const { unit } = operation;
    const { register } = unit;
    const wasOpen = operation.isRead && unit.maxRetries !== 0 && register.states.some(({ is }) => is !== "failed");
    const wasUnknown = operation.isRead && register.states.includes(UNKNOWN);
    const isMade = unit.isContinuous && call.request.do === "get-work" && isMadeKey(unit.key);
    // Otherwise an overlapping call may have added the unit, or deleted it.
    const isAloneWithIt = register.activeCount === 1 && unit.version === operation.versionBefore;
    const isNew = isMade && isAloneWithIt && register.states.every(({ is }) => is === "absent");
    if (isNew) this.#newKeys.push(unit.key);
    else if (isMade) this.#world.spec(unit.spec).lastMade = null;
    const isEndOfOwn = this.#isEndOfOwn(operation, call);
    // If the call may already have taken effect, all explanations are kept, not only the first that fits.
    const isPlain = register.activeCount === 1 && !asksWho(call) && !register.mayBeDone(operation);
    const isExplained = (isPlain && register.end(operation)) || register.end(operation, this.#ghosts(unit.spec, call));
    if (isExplained && isEndOfOwn && call.request.do === "update") {
      this.#world.workers.get(call.request.worker)?.handed.ended(unit.name, call.end);
    }
    if (!isExplained) {
      // The register kept the states from before the call, which the message describes.
      const { kind, what } = unitFault(unit, register.states, call, this.#options.slack);
      this.#complain(call, kind, unit.name, what, unit.recent);
      register.reset(UNKNOWN);
    }
    // Reading the status revealed that the retries are used up: the unit is failed from now on.
    const hasFailed = wasOpen && register.states.every(({ is }) => is === "failed");
    if (operation.isRead && !wasUnknown && !hasFailed) {
      if (register.certain === ABSENT) this.#graves.push({ unit, version: unit.version });
      return Number.NaN;
    }
    const isAlone = unit.version === operation.versionBefore;
    if (call.request.do === "get-work") unit.handedOutBy = call;
    this.#changed(unit, call.end);
    return isAlone ? (register.certain?.priority ?? Number.NaN) : Number.NaN;
  }

  /** Whether the call certainly finished or failed a unit while its worker held the lease. */
  #isEndOfOwn({ unit, isChain }: UnitOperation, { request, answer, end }: Call): boolean {
    if (request.do !== "update" || request.status < 4 || isChain || answer.is !== "done" || !answer.done) return false;
    if (unit.register.activeCount > 1) return false;
    const overAfter = end + this.#options.slack;
    return unit.register.states.every(
      ({ is, worker, overFrom }) => is === "pending" && worker === request.worker && overFrom > overAfter,
    );
  }

  #changed(unit: Unit, time: number): void {
    unit.changed(time);
    this.#world.spec(unit.spec).place(unit);
    if (unit.register.certain?.is === "absent") this.#graves.push({ unit, version: unit.version });
  }

  #endLock({ lock }: Effect, call: Call): void {
    if (lock === null) return;
    const { group, operation } = lock;
    if (group.register.end(operation)) return;
    const { kind, what } = lockFault(call);
    this.#complain(call, kind, group.name, what, group.recent);
    group.register.reset(null);
  }

  #endWorker({ worker: effect }: Effect, call: Call): void {
    if (effect === null) return;
    const { worker, operation } = effect;
    if (worker.end(operation, spanOf(call, this.#options.slack))) return;
    const what = `unregistering ${worker.name} was answered ${call.answer.is === "done" ? call.answer.done : ""}, which no order of the calls explains`;
    if (this.#world.isFirst) this.#complain(call, "worker-forgotten", worker.name, what, worker.recent);
    worker.register.reset(UNKNOWN_WORKER);
  }

  /** Checks what a reply says about several units together: order, limits, counts, pages, workers. */
  #judgeWhole(call: Call, priorities: readonly number[]): void {
    for (const { kind, subject, what, unit } of this.#findings(call, priorities)) {
      this.#complain(call, kind, subject, what, unit?.recent ?? []);
      if (unit !== undefined && kind !== "wrong-order") {
        unit.register.reset(UNKNOWN);
        this.#changed(unit, call.end);
      }
    }
  }

  #findings(call: Call, priorities: readonly number[]): readonly Finding[] {
    const { request } = call;
    const { slack } = this.#options;
    const held = (spec: string) => this.#heldAtMost(spec, call.start);
    switch (request.do) {
      case "get-work": {
        if (call.answer.is === "work") this.counts.handedOut += call.answer.keys.length;
        const made = this.#made(call);
        const handedOut = handOutFindings(call, request, this.#world.specs, priorities, held, slack);
        return made.length === 0 ? handedOut : [...made, ...handedOut];
      }
      case "count":
      case "list": {
        const spec = this.#world.spec(request.spec);
        if (!spec.isOwn) return [];
        return request.do === "count"
          ? countFindings(call, spec, held(request.spec), slack)
          : listFindings(call, request, spec, held(request.spec) > 0, slack);
      }
      case "workers":
        return this.#world.isFirst ? workerFindings(call, this.#world.workers, spanOf(call, slack)) : [];
      case "children":
        return childFindings(call, request.worker, this.#world, held, spanOf(call, slack));
      case "clear":
        return this.#cleared(call);
      default:
        return NOTHING;
    }
  }

  /** Checks the units handed out that did not exist before: their continuous work spec generated them. */
  #made(call: Call): readonly Finding[] {
    const { answer } = call;
    if (answer.is !== "work" || this.#newKeys.length === 0) return NOTHING;
    const made = this.#newKeys;
    this.#newKeys = [];
    return madeFindings(this.#world.spec(answer.spec), call, answer.keys, made, this.#options.slack);
  }

  #cleared({ start, answer }: Call): readonly Finding[] {
    const specs = [...this.#world.specs.values()];
    const isClear = specs.every((spec) => spec.isSteadySince(start) && spec.isThere !== undefined);
    const { length } = specs.filter(({ isThere }) => isThere === true);
    for (const spec of specs) spec.isThere = false;
    if (answer.is !== "number" || answer.number === length || !isClear || !this.#world.isFirst) return [];
    return [
      { kind: "wrong-clear", subject: "", what: `clear says ${answer.number} work specs, and there were ${length}` },
    ];
  }

  #settle({ call: { request }, effect: { units, lock, worker } }: Lost<Effect>, time: number): void {
    // A call takes effect as a whole: if its unit was certainly updated, its output was certainly added too.
    const isDone = request.do === "update" && units.some((each) => each.unit.register.isDone(each));
    for (const operation of units) {
      const { register } = operation.unit;
      if (!isDone || !register.end(operation)) register.settle(operation);
      if (!operation.isRead) this.#changed(operation.unit, time);
    }
    if (request.do === "get-work") for (const spec of this.#world.asked(request.specs)) spec.rules.unseenOver++;
    lock?.group.register.settle(lock.operation);
    worker?.worker.register.settle(worker.operation);
    if (worker !== null) worker.worker.changedAt = time;
  }

  #restart(time: number, durable: boolean): void {
    this.counts.restarts++;
    for (const lost of this.#lost.settleAll(time)) this.#settle(lost, time);
    this.#world.restart(durable, time);
    if (durable) return;
    this.#lost.clear();
    this.#graves = [];
  }

  /** Removes units that no longer exist and that no call in progress can refer to. */
  #bury(): void {
    if (this.#graves.length === 0) return;
    const [oldest] = this.#active.keys();
    const until = oldest?.start ?? Number.POSITIVE_INFINITY;
    let done = 0;
    for (const { unit, version } of this.#graves) {
      if (unit.changedAt >= until) break;
      done++;
      const isGone = unit.version === version && unit.register.certain === ABSENT;
      // The key may have been added again since.
      if (isGone) this.#world.spec(unit.spec).bury(unit);
    }
    if (done > 0) this.#graves.splice(0, done);
  }

  #complain(call: Call, kind: ViolationKind, subject: string, what: string, own: readonly Call[]): void {
    this.counts.violations++;
    const around = [...this.#recent.filter((each) => each.end >= call.start), ...this.#active.keys()].slice(-AROUND);
    this.#options.onViolation({ kind, what, subject, time: call.end, call, own, around });
  }

  #remember(call: Call): void {
    if (this.#recent.length >= 2 * AROUND) this.#recent = this.#recent.slice(-AROUND);
    this.#recent.push(call);
  }
}

/** Whether the call renews a lease: then the new state depends on the holder, which may be an unanswered get_work's worker. */
function asksWho({ request }: Call): boolean {
  return request.do === "update" && (request.status === 0 || request.status === 3);
}

const NEVER_REFUSED: ReadonlySet<string> = new Set(["set-spec", "add", "prioritize", "control", "heartbeat"]);

/** Whether a valid call was answered with an error, or with false although it has no reason to fail. */
function isRefused(request: Request, answer: Call["answer"]): boolean {
  if (request.do === "update") return false;
  if (answer.is === "error") return true;
  return answer.is === "done" && !answer.done && NEVER_REFUSED.has(request.do);
}

function refusal({ request, answer }: Call): string {
  return `${request.do} was refused${answer.is === "error" ? `: ${answer.message}` : ""}`;
}

function specOf(request: Request): string {
  return "spec" in request ? request.spec : request.do;
}
