// Random sequences of operations on the real queue and on a simple model: all results and all units must be equal.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlainQueue } from "../testing/plain-queue.ts";
import { QueueBench } from "../testing/queue-bench.ts";
import { finish } from "./pieces.ts";
import { type UnitState, visibleData } from "./work-unit.ts";

type Operation = (plain: PlainQueue, real: QueueBench) => void;
type Described = { toString(): string; run: Operation };

const STATES: readonly UnitState[] = ["available", "pending", "finished", "failed"];
const SPECS = [
  { name: "a", maxRetries: 0, maxRunning: 0, successor: "b" },
  { name: "b", maxRetries: 2, maxRunning: 3, successor: "a" },
];

const spec = fc.constantFrom("a", "b");
const key = fc.constantFrom("", "k", "k1", "k2", "\xff");
const data = fc.constantFrom("d1", "d2", "output:k", "output:k1,k2,k1");
const worker = fc.constantFrom("w1", "w2");
const priority = fc.constantFrom(-1, 0, 0, 1, 2.5);

function operation<T>(name: string, args: fc.Arbitrary<T>, run: (args: T) => Operation): fc.Arbitrary<Described> {
  return args.map((given) => ({ toString: () => `${name} ${JSON.stringify(given)}`, run: run(given) }));
}

const operations = fc.oneof(
  {
    weight: 4,
    arbitrary: operation("add", fc.record({ spec, key, data, priority, delay: fc.constantFrom(0, 0, 2) }), (given) => {
      return (plain, real) => {
        plain.add(given.spec, given.key, given.data, given.priority, given.delay);
        real.add(given.spec, { ...given });
      };
    }),
  },
  {
    weight: 4,
    arbitrary: operation(
      "work",
      fc.record({ spec, worker, maxJobs: fc.integer({ min: 1, max: 3 }), lease: fc.constantFrom(1, 3) }),
      (given) => {
        return (plain, real) => {
          const expected = plain.work(given.spec, given.worker, given.maxJobs, given.lease);
          expect(real.work({ ...given, specs: [given.spec] })).toEqual(expected.map((each) => `${given.spec}/${each}`));
        };
      },
    ),
  },
  {
    weight: 2,
    arbitrary: operation("work of any spec", fc.record({ worker, lease: fc.constantFrom(1, 3) }), (given) => {
      return (plain, real) => {
        // The spec is chosen at random. A spec that was chosen first but had only units without retries left, which
        // empties its queue, is skipped (K21).
        const [got] = real.work(given);
        const [chosen] = got?.split("/") ?? [];
        for (const name of ["a", "b"]) {
          const isTried = name === chosen || (plain.line(name).length > 0 && real.live(name).units.readyCount === 0);
          if (!isTried && chosen !== undefined) continue;
          const expected = plain.work(name, given.worker, 1, given.lease).map((each) => `${name}/${each}`);
          expect(name === chosen ? [got] : []).toEqual(expected);
        }
      };
    }),
  },
  {
    weight: 6,
    arbitrary: operation(
      "update",
      fc.record({
        spec,
        key,
        status: fc.constantFrom(0, 0, 1, 2, 3, 4, 4, 5),
        lease: fc.constantFrom(null, 0, 1, 3, 400),
        data: fc.option(data),
        worker,
      }),
      (given) => {
        return (plain, real) => {
          const expected = plain.update(given.spec, given);
          const got = real.update(given.spec, given.key, {
            ...given,
            leaseSeconds: given.lease,
            workerId: given.worker,
          });
          const said = { finished: true, changed: true, unchanged: false, "no-such-unit": "missing" } as const;
          expect(got in said ? said[got as keyof typeof said] : "error").toBe(expected);
        };
      },
    ),
  },
  {
    weight: 1,
    arbitrary: operation("prioritize", fc.record({ spec, key, priority }), (given) => {
      return (plain, real) => {
        const { units } = real.live(given.spec);
        const unit = units.find(given.key);
        if (unit !== undefined) units.setPriority(unit, given.priority);
        for (const each of plain.spec(given.spec).units) if (each.key === given.key) each.priority = given.priority;
      };
    }),
  },
  {
    weight: 1,
    arbitrary: operation("delete", fc.record({ spec, key }), (given) => {
      return (plain, real) => {
        const { units } = real.live(given.spec);
        const unit = units.find(given.key);
        if (unit !== undefined) units.delete(unit);
        plain.delete(given.spec, (each) => each.key === given.key);
      };
    }),
  },
  {
    weight: 1,
    arbitrary: operation("delete state", fc.record({ spec, state: fc.constantFrom(...STATES) }), (given) => {
      return (plain, real) => {
        finish(real.live(given.spec).units.deleteState(given.state));
        plain.delete(given.spec, (each) => each.state === given.state);
      };
    }),
  },
  {
    // With some of the states the store creates an index for each of them.
    weight: 1,
    arbitrary: operation(
      "list",
      fc.record({ spec, states: fc.subarray([...STATES]), after: fc.option(key) }),
      (given) => {
        return (plain, real) => {
          const expected = plain
            .spec(given.spec)
            .units.filter(
              (unit) => given.states.includes(unit.state) && (given.after === null || unit.key > given.after),
            )
            .map((unit) => unit.key)
            .sort();
          const got = real.live(given.spec).units.list(given.states, given.after ?? undefined);
          expect(Array.from(got, (unit) => unit.key)).toEqual(expected);
        };
      },
    ),
  },
  {
    weight: 3,
    arbitrary: operation("pass", fc.record({ seconds: fc.constantFrom(0.5, 1, 2, 4) }), (given) => {
      return (plain, real) => {
        plain.pass(given.seconds);
        real.clock.advance(given.seconds);
      };
    }),
  },
);

function expectSame(plain: PlainQueue, real: QueueBench): void {
  for (const { name, units: expected } of plain.specs) {
    const { units } = real.live(name);
    const listed = [...units.list(STATES)];
    const sorted = [...expected].sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(
      listed.map(({ key: each }) => each),
      `keys of ${name}`,
    ).toEqual(sorted.map(({ key: each }) => each));
    for (const [i, unit] of listed.entries()) {
      const other = sorted[i];
      const isPending = other?.state === "pending";
      const hasAttempt = other?.state !== "available";
      expect(
        {
          state: unit.attempt?.status ?? "available",
          data: visibleData(unit),
          worker: unit.attempt?.workerId,
          expires: unit.attempt?.lease?.expires,
          attempts: unit.attemptsMade,
          priority: unit.priority,
        },
        `${name}/${unit.key}`,
      ).toEqual({
        state: other?.state,
        data: hasAttempt ? other?.attemptData : other?.data,
        worker: hasAttempt ? other?.worker : undefined,
        expires: isPending ? other?.expires : undefined,
        attempts: other?.attemptsMade,
        priority: other?.priority,
      });
    }
    // The counts are consistent, and no unit has two states.
    for (const state of STATES) {
      expect(units.count(state), `${state} of ${name}`).toBe(expected.filter((each) => each.state === state).length);
    }
    expect(units.readyCount, `ready of ${name}`).toBe(plain.line(name).length);
  }
}

describe("JobQueue against a plain one", () => {
  it("agrees on every answer and every unit after any sequence of operations", () => {
    fc.assert(
      fc.property(fc.array(operations, { maxLength: 60, size: "max" }), (sequence) => {
        const real = new QueueBench();
        const plain = new PlainQueue();
        plain.now = real.clock.elapsed();
        for (const { name, maxRetries, maxRunning, successor } of SPECS) {
          real.spec(name, { maxRetries, maxRunning: BigInt(maxRunning), successor });
          plain.specs.push({ name, maxRetries, maxRunning, successor, units: [] });
        }
        for (const step of sequence) {
          step.run(plain, real);
          expectSame(plain, real);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
