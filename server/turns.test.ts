import { describe, expect, it } from "vitest";
import { Turns, type Worker } from "./turns.ts";

/** A job of this many pieces, one a turn, which logs each of them. */
function worker(name: string, pieces: number, done: string[], perTurn = () => {}): Worker {
  let left = pieces;
  return {
    work() {
      done.push(name);
      perTurn();
      return --left > 0;
    },
  };
}

async function rounds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe("Turns", () => {
  it("does at once what comes while nobody waits", () => {
    const done: string[] = [];
    new Turns().take(worker("a", 1, done));
    expect(done).toEqual(["a"]);
  });

  it("lets everybody work in turn, also who comes last and has little to do", async () => {
    const done: string[] = [];
    const turns = new Turns();
    for (const name of ["a", "b", "c"]) turns.take(worker(name, 50, done));
    turns.take(worker("d", 1, done));
    await rounds(60);
    expect(done.slice(0, 7)).toEqual(["a", "b", "c", "d", "a", "b", "c"]);
    expect(done).toHaveLength(151);
  });

  it("lets the event loop see to what has come in between rounds", async () => {
    const done: string[] = [];
    const turns = new Turns();
    turns.take(worker("a", 10, done));
    setImmediate(() => turns.take(worker("b", 1, done)));
    await rounds(12);
    expect(done.indexOf("b")).toBeLessThan(4);
  });

  it("lets what has come between rounds go before what has had its turn", async () => {
    const done: string[] = [];
    const turns = new Turns();
    turns.take(worker("a", 10, done));
    turns.take(worker("b", 1, done));
    setImmediate(() => turns.take(worker("c", 1, done)));
    await rounds(12);
    expect(done.slice(0, 5)).toEqual(["a", "b", "a", "c", "a"]);
  });

  it("lets those that a long round does not reach go first in the next one", async () => {
    const done: string[] = [];
    const turns = new Turns();
    const long = () => {
      for (const end = performance.now() + 6; performance.now() < end; );
    };
    turns.take(worker("a", 2, done, long));
    turns.take(worker("b", 2, done, long));
    turns.take(worker("c", 1, done));
    setImmediate(() => turns.take(worker("d", 1, done)));
    await rounds(12);
    expect(done).toEqual(["a", "b", "c", "a", "d", "b"]);
  });

  it("does not let one begin within the work of another", async () => {
    const done: string[] = [];
    const turns = new Turns();
    const other = worker("b", 1, done);
    turns.take(
      worker("a", 1, done, () => {
        turns.take(other);
        done.push("end of a");
      }),
    );
    await rounds(2);
    expect(done).toEqual(["a", "end of a", "b"]);
  });

  it("takes a worker in once, however often it is told", async () => {
    const done: string[] = [];
    const turns = new Turns();
    const busy = worker("a", 3, done);
    turns.take(busy);
    turns.take(busy);
    turns.later(busy);
    await rounds(5);
    expect(done).toEqual(["a", "a", "a"]);
  });
});
