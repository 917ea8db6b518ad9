// What is known of the last get_work of each worker: which of its units a parent must see, and which it may see.
import type { Call } from "../history/call.ts";
import type { Unit, UnitOperation } from "./unit.ts";

/** A unit handed out, as it was when that call was over: nobody else has touched it while it is at this version. */
type HandedUnit = { readonly unit: Unit; readonly version: number };

/** A call without an answer may take effect so long after its end. */
const LOST_FOR = 10_000_000;

export class Handed {
  /** Those that must be listed while nobody touches them. */
  #must: readonly HandedUnit[] = [];
  /** Those that may be listed, as `spec/key`; null: any. */
  #may: ReadonlySet<string> | null;
  #underWay = 0;
  #since = 0;
  /** Until when a get_work that was never answered may still count. */
  #unclearUntil = 0;

  /** @param isNew whether it certainly was handed nothing so far */
  constructor(isNew: boolean) {
    this.#may = isNew ? NOTHING : null;
  }

  /** A get_work of this worker begins. */
  begin(): void {
    this.#underWay++;
  }

  /** @param was what the worker was all the time of the call; undefined where nobody knows */
  end(call: Call, units: readonly UnitOperation[], was: "absent" | "there" | "unknown" | undefined): void {
    this.#underWay = Math.max(0, this.#underWay - 1);
    this.#since = call.end;
    if (call.answer.is !== "work") {
      this.#unclearUntil = call.end + LOST_FOR;
      this.#forget();
    } else if (call.start < this.#unclearUntil) {
      this.#forget();
    } else if (was === "absent") {
      this.empty();
    } else {
      // The call itself counts as a change, when it is judged; one that overlapped it may have come after it.
      const must = units.map(({ unit, versionBefore }) => ({ unit, version: versionBefore + 1 }));
      this.#must = was === "there" ? must : [];
      const isKnown = was === "there" || this.#may !== null;
      const before = was === "there" ? [] : (this.#may ?? []);
      const { spec, keys } = call.answer;
      this.#may = isKnown ? new Set([...before, ...keys.map((key) => `${spec}/${key}`)]) : null;
    }
  }

  /** It was handed nothing, as far as anybody sees. */
  empty(): void {
    this.#must = [];
    this.#may = NOTHING;
  }

  /** It has certainly ended one of these units while it had it. */
  ended(name: string, time: number): void {
    if (this.#may?.has(name) !== true) return;
    this.#since = time;
    this.#may = new Set([...this.#may].filter((each) => each !== name));
  }

  /** What it was handed may not count any more. */
  doubt(): void {
    this.#must = [];
  }

  #forget(): void {
    this.#must = [];
    this.#may = null;
  }

  /** Whether it has been as it is since then. */
  isSteadySince(start: number): boolean {
    return this.#underWay === 0 && this.#since < start;
  }

  may(name: string): boolean {
    return this.#may === null || this.#may.has(name);
  }

  /** Units that must be listed by a call that began then, as this worker's. */
  *due(start: number): Generator<Unit> {
    for (const { unit, version } of this.#must) {
      const { register } = unit;
      if (unit.version === version && register.activeCount === 0 && unit.changedAt < start) yield unit;
    }
  }
}

const NOTHING: ReadonlySet<string> = new Set();
