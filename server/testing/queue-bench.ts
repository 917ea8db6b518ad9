// A job queue on a manual clock, with shorthands for the operations that tests of the domain use often.
import type { Random } from "../domain/clock.ts";
import { JobQueue } from "../domain/job-queue.ts";
import { Memory } from "../domain/memory.ts";
import { finish } from "../domain/pieces.ts";
import type { UnitUpdate, UpdateOutcome } from "../domain/unit-update.ts";
import type { SpecSettings, WorkSpec } from "../domain/work-spec.ts";
import { type NewUnit, stateOf, visibleData } from "../domain/work-unit.ts";
import { ManualClock } from "./manual-clock.ts";
import { seededRandom } from "./seeded-random.ts";

/** Data with this prefix means that the unit's output are the units named after the colon. */
const OUTPUT = "output:";

const SETTINGS: SpecSettings = {
  paused: false,
  continuous: false,
  interval: 0,
  priority: 0,
  weight: 20,
  maxRunning: 0n,
  maxGetwork: 0,
  maxRetries: 0,
  successor: "",
  runtime: "",
};

export class QueueBench {
  readonly clock = new ManualClock();
  readonly queue: JobQueue;

  constructor(random: Random = seededRandom(1), memory = new Memory()) {
    const values = {
      empty: "empty",
      tooManyRetries: "too many retries",
      *outputOf(data: string | null) {
        yield undefined;
        return data?.startsWith(OUTPUT) ? data.slice(OUTPUT.length).split(",").map(chained) : [];
      },
    };
    this.queue = new JobQueue(this.clock, random, values, memory);
  }

  /** Sets a work spec and adds units with these keys. */
  spec(name: string, settings: Partial<SpecSettings> = {}, keys: readonly string[] = []): WorkSpec {
    this.queue.setSpec(name, `dictionary of ${name}`, { ...SETTINGS, ...settings });
    const spec = this.live(name);
    this.add(name, ...keys);
    return spec;
  }

  /** The work spec, after processing expired leases and delays. */
  live(name: string): WorkSpec {
    const spec = this.queue.spec(name);
    if (spec === undefined) throw new Error(`no work spec ${name}`);
    return spec;
  }

  add(name: string, ...units: (string | (Partial<NewUnit> & { key: string }))[]): void {
    this.queue.addUnits(
      this.live(name),
      units.map((unit) => ({
        data: "own",
        priority: 0,
        delay: 0,
        ...(typeof unit === "string" ? { key: unit } : unit),
      })),
    );
  }

  /** Performs get_work. @returns the units handed out, as `spec/key` */
  work(request: { worker?: string; maxJobs?: number; lease?: number; specs?: string[] } = {}): string[] {
    const { worker = "w", maxJobs = 1, lease = 300, specs = [] } = request;
    const wanted = { workerId: worker, maxJobs, leaseSeconds: lease, specNames: specs };
    const atOnce = this.queue.getWork(wanted);
    const bundle = atOnce === null ? finish(this.queue.getWorkInPieces(wanted)) : atOnce;
    return bundle?.attempts.map(({ unit }) => `${bundle.spec.name}/${unit.key}`) ?? [];
  }

  update(name: string, key: string, update: Partial<UnitUpdate>): UpdateOutcome {
    const outcome = this.queue.updateUnit(this.live(name), key, {
      status: 0,
      leaseSeconds: null,
      data: null,
      workerId: "updater",
      ...update,
    });
    return typeof outcome === "string" ? outcome : finish(outcome);
  }

  delete(name: string, key: string): void {
    const { units } = this.live(name);
    const unit = units.find(key);
    if (unit === undefined) throw new Error(`no unit ${key}`);
    units.delete(unit);
  }

  /** Sends a heartbeat of a worker with the parent `parent` and a lifetime of 1,000 seconds. */
  heartbeat(id: string): void {
    this.queue.workers.heartbeat(id, { mode: "run", data: null, parent: "parent", lifetime: 1000 }, this.queue.now);
  }

  /** The units that a worker got by its last get_work, as `spec/key of worker until seconds from now`. */
  handedTo(id: string): string[] {
    const worker = this.queue.workers.find(id);
    if (worker === undefined) return [];
    return this.queue
      .handedTo(worker)
      .map(
        ({ unit, workerId, expires }) =>
          `${worker.handed?.spec.name}/${unit.key} of ${workerId} until ${expires - this.clock.elapsed()}`,
      );
  }

  /** A unit as `state data`, with `of worker until seconds from now` for a pending one. */
  unit(name: string, key: string): string {
    const unit = this.live(name).units.find(key);
    if (unit === undefined) return "none";
    const { attempt } = unit;
    const said = `${stateOf(unit)} ${visibleData(unit)}`;
    if (attempt === null || attempt.lease === null) return said;
    return `${said} of ${attempt.workerId} until ${attempt.lease.expires - this.clock.elapsed()}`;
  }
}

function chained(key: string): NewUnit {
  return { key, data: "chained", priority: 0, delay: 0 };
}
