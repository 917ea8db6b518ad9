// Recomputes from the replies alone what must be true of every work unit, and notes what is not: a unit lost, given to two
// workers at once, given out after it was done, or still pending when its lease was over.

export type Outcome = "finished" | "failed" | "released";

type Unit = {
  /** Whether the request that added it was answered. */
  isCertain: boolean;
  state: "waiting" | "leased" | "finished" | "failed";
  /** Which hand-out the lease is of. */
  lease: number;
  /** What its worker is reporting, until the reply is here. */
  reporting: Outcome | null;
  /** From when the lease certainly was there, and when it is over at the earliest, in seconds. */
  since: number;
  overFrom: number;
  /** A worker was heard so late that the unit may have had another owner by then: nothing more can be said of it. */
  isContested: boolean;
};

/** The daemon counts from when it had the request: between sending and the reply. */
export type Moment = { sent: number; received: number };

const CLOCK_SLACK = 0.01;

export class Checker {
  readonly #units = new Map<string, Unit>();
  readonly violations: string[] = [];
  handedOut = 0;
  readonly outcomes: Record<Outcome | "expired" | "contested" | "deleted", number> = {
    finished: 0,
    failed: 0,
    released: 0,
    expired: 0,
    contested: 0,
    deleted: 0,
  };

  get size(): number {
    return this.#units.size;
  }

  /** Whether a unit was added, perhaps, and not deleted since. */
  has(key: string): boolean {
    return this.#units.has(key);
  }

  /** Keys in a state; contested ones may be in another. */
  *keys(state: Unit["state"], isContested = false): Generator<string> {
    for (const [key, unit] of this.#units) if (unit.state === state && unit.isContested === isContested) yield key;
  }

  /** Before a unit is added: from now on it may be handed out. */
  adding(key: string): void {
    this.#units.set(key, {
      isCertain: false,
      state: "waiting",
      lease: 0,
      reporting: null,
      since: 0,
      overFrom: 0,
      isContested: false,
    });
  }

  added(key: string): void {
    const unit = this.#units.get(key);
    if (unit !== undefined) unit.isCertain = true;
  }

  /** A unit that turned out never to have been added. */
  neverAdded(key: string): void {
    if (this.#units.get(key)?.state !== "waiting") this.#complain(`${key} was handed out, and is not there`);
    this.#units.delete(key);
  }

  /** @returns the number of this hand-out, for the report on it */
  leased(key: string, moment: Moment, seconds: number): number {
    this.handedOut++;
    const unit = this.#units.get(key);
    if (unit === undefined) {
      this.#complain(`${key} was handed out, and never added or already deleted`);
      return 0;
    }
    if (!unit.isContested) {
      if (unit.state === "finished" || unit.state === "failed") {
        this.#complain(`${key} was handed out when ${unit.state}`);
      }
      // Given back while the lease lasted, or lost and then given back in the name of the next worker: who can say?
      if (unit.reporting === "released" && moment.received >= unit.overFrom) this.#contest(unit);
      if (unit.state === "leased" && unit.reporting !== "released") {
        const bothFrom = Math.max(unit.since, moment.received);
        const bothTo = Math.min(unit.overFrom, moment.sent + seconds);
        if (bothFrom + CLOCK_SLACK < bothTo) this.#complain(`${key} was given twice`);
        // Replies over two connections may be read the other way round, when this process lags behind.
        if (moment.received < unit.overFrom) this.#contest(unit);
        this.outcomes.expired++;
        if (unit.reporting !== null) this.#contest(unit);
      }
    }
    unit.state = "leased";
    unit.reporting = null;
    unit.since = moment.received;
    unit.overFrom = moment.sent + seconds;
    unit.lease = this.handedOut;
    return unit.lease;
  }

  /** Before a renewal is sent, which may also shorten the lease: from now on it may be over so soon. */
  renewing(key: string, lease: number, sent: number, seconds: number): void {
    const unit = this.#units.get(key);
    if (unit?.lease === lease) unit.overFrom = Math.min(unit.overFrom, sent + seconds);
  }

  /** A lease that was renewed in time: had it been over, the unit could have another owner by now. */
  renewed(key: string, lease: number, moment: Moment, seconds: number): void {
    const unit = this.#units.get(key);
    if (unit === undefined) return;
    if (unit.lease !== lease || moment.received > unit.overFrom) this.#contest(unit);
    else unit.overFrom = moment.sent + seconds;
  }

  /** Before a worker's report is sent. */
  reporting(key: string, lease: number, outcome: Outcome): void {
    const unit = this.#units.get(key);
    if (unit?.lease === lease) unit.reporting = outcome;
  }

  /** What the reply says that the report has made of the unit. */
  reported(key: string, lease: number, outcome: Outcome, isChanged: boolean, moment: Moment): void {
    this.outcomes[outcome]++;
    const unit = this.#units.get(key);
    if (unit === undefined) {
      this.#complain(`${key} was ${outcome}, and is not there`);
      return;
    }
    // What was given back may have gone to the next worker, and that one's reply may have been read first.
    const isPassedOn = outcome === "released" && unit.lease !== lease;
    if (isPassedOn) return;
    if (unit.lease !== lease || moment.received > unit.overFrom) this.#contest(unit);
    if (!isChanged && !unit.isContested) this.#complain(`${key} could not be ${outcome}`);
    unit.state = outcome === "released" ? "waiting" : outcome;
    unit.reporting = null;
  }

  deleted(key: string): void {
    this.outcomes.deleted++;
    this.#units.delete(key);
  }

  /** What a reply says of a pending unit. `expiration` is in whole seconds, rounded down. */
  pending(key: string, expiration: number, { sent }: Moment): void {
    if (expiration + 1 + CLOCK_SLACK < sent) this.#complain(`${key} is pending after its lease`);
  }

  /** What a reply says of a unit when no call is under way and every lease is over. */
  settled(key: string, status: number): void {
    const { state = "gone", isContested = false } = this.#units.get(key) ?? {};
    if (isContested && status !== 3) return;
    const expected = state === "finished" ? 4 : state === "failed" ? 5 : 1;
    if (status !== expected) this.#complain(`${key} was left ${state}, and its status is ${status}`);
  }

  /** A unit that certainly was added and is not there. */
  missing(key: string): void {
    if (this.#units.get(key)?.isCertain === true) this.#complain(`${key} is lost`);
  }

  #contest(unit: Unit): void {
    if (!unit.isContested) this.outcomes.contested++;
    unit.isContested = true;
  }

  #complain(violation: string): void {
    this.violations.push(violation);
  }
}
