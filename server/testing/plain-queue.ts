// A simple model of the job queue for property tests: lists that are searched and sorted at every step. The real job queue
// must agree with it after any sequence of operations.

export type PlainUnit = {
  key: string;
  data: string;
  priority: number;
  notBefore: number;
  state: "available" | "pending" | "finished" | "failed";
  worker: string;
  attemptData: string;
  expires: number;
  attemptsMade: number;
};

export type PlainSpec = { name: string; maxRetries: number; maxRunning: number; successor: string; units: PlainUnit[] };

export type PlainUpdate = {
  key: string;
  status: number;
  /** Seconds; null if not given. */
  lease: number | null;
  data: string | null;
  worker: string;
};

export class PlainQueue {
  now = 0;
  specs: PlainSpec[] = [];

  spec(name: string): PlainSpec {
    const spec = this.specs.find((each) => each.name === name);
    if (spec === undefined) throw new Error(`no work spec ${name}`);
    return spec;
  }

  pass(seconds: number): void {
    this.now += seconds;
    for (const unit of this.specs.flatMap(({ units }) => units)) {
      if (unit.state === "pending" && this.now > unit.expires) unit.state = "available";
    }
  }

  add(name: string, key: string, data: string, priority: number, delay: number): void {
    const meta = { data, priority, notBefore: delay > 0 ? this.now + delay : 0 };
    const { units } = this.spec(name);
    const known = units.find((unit) => unit.key === key);
    if (known === undefined) {
      const none = { worker: "", attemptData: "", expires: 0, attemptsMade: 0 };
      units.push({ key, ...meta, ...none, state: "available" });
    } else {
      Object.assign(known, meta);
      if (known.state !== "pending") known.state = "available";
    }
  }

  delete(name: string, isGone: (unit: PlainUnit) => boolean): void {
    const spec = this.spec(name);
    spec.units = spec.units.filter((unit) => !isGone(unit));
  }

  /** Keys of the available units, in the order in which they would be handed out now. */
  line(name: string): string[] {
    return this.spec(name)
      .units.filter((unit) => unit.state === "available" && unit.notBefore <= this.now)
      .sort((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1))
      .map(({ key }) => key);
  }

  /** Performs get_work on this work spec. @returns the keys handed out */
  work(name: string, worker: string, maxJobs: number, lease: number): string[] {
    const spec = this.spec(name);
    const pending = spec.units.filter(({ state }) => state === "pending").length;
    const count = spec.maxRunning > 0 ? Math.min(maxJobs, spec.maxRunning - pending) : maxJobs;
    const handedOut: string[] = [];
    if (count <= 0) return [];
    while (handedOut.length === 0 && this.line(name).length > 0) {
      for (const key of this.line(name).slice(0, count)) {
        const unit = this.#lease(name, key, worker, lease);
        if (spec.maxRetries > 0 && unit.attemptsMade > spec.maxRetries) {
          Object.assign(unit, { state: "failed", attemptData: "too many retries" });
        } else {
          handedOut.push(key);
        }
      }
    }
    return handedOut;
  }

  /** Performs update_work_unit. @returns the boolean result; "missing" if there is no such unit; "error" for an error reply */
  update(name: string, { key, status, lease, data, worker }: PlainUpdate): boolean | "missing" | "error" {
    const unit = this.spec(name).units.find((each) => each.key === key);
    if (unit === undefined) return "missing";
    const seconds = lease === null || lease < 1 ? 300 : lease;
    if (unit.state === "available") {
      if (status === 0 || status === 1) {
        unit.data = data ?? unit.data;
        return data !== null || status === 1;
      }
      if (![3, 4, 5].includes(status)) return "error";
      this.#lease(name, key, worker, seconds);
    } else if (unit.state !== "pending") {
      if (status === 1) unit.state = "available";
      else if (status === 4 && unit.state === "failed") this.#finish(name, unit, data);
      else if (![0, 4, 5].includes(status)) return "error";
      else return false;
      return true;
    }
    if (status === 0 || status === 3) {
      unit.expires = Math.max(this.now + seconds, lease === null ? unit.expires : 0);
      unit.attemptData = data ?? unit.attemptData;
    } else if (status === 1) {
      unit.state = "available";
    } else if (status === 4) {
      this.#finish(name, unit, data);
    } else if (status === 5) {
      Object.assign(unit, { state: "failed", attemptData: data ?? unit.attemptData });
    } else {
      return "error";
    }
    return true;
  }

  #lease(name: string, key: string, worker: string, seconds: number): PlainUnit {
    const unit = this.spec(name).units.find((each) => each.key === key);
    if (unit === undefined) throw new Error(`no unit ${key}`);
    unit.attemptsMade++;
    return Object.assign(unit, {
      state: "pending" as const,
      worker,
      attemptData: unit.data,
      expires: this.now + seconds,
    });
  }

  #finish(name: string, unit: PlainUnit, data: string | null): void {
    Object.assign(unit, { state: "finished", attemptData: data ?? unit.attemptData });
    const { successor } = this.spec(name);
    if (!unit.attemptData.startsWith("output:") || !this.specs.some((spec) => spec.name === successor)) return;
    for (const key of unit.attemptData.slice("output:".length).split(",")) {
      this.delete(successor, (each) => each.key === key);
      this.add(successor, key, "chained", 0, 0);
    }
  }
}
