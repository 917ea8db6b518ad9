import { describe, expect, it } from "vitest";
import { WorkerPool } from "./worker-pool.ts";

function beat(pool: WorkerPool, id: string, now: number, { parent = "", mode = "idle", lifetime = 300 } = {}): void {
  pool.heartbeat(id, { mode, data: `beat at ${now}`, parent, lifetime }, now);
}

function ids(pool: WorkerPool): string[] {
  return Array.from(pool.all(), ({ id }) => id);
}

describe("WorkerPool", () => {
  it("keeps a worker until strictly after its time", () => {
    const pool = new WorkerPool();
    beat(pool, "w", 0, { lifetime: 10 });
    pool.advance(10);
    expect(ids(pool)).toEqual(["w"]);
    pool.advance(10.001);
    expect([ids(pool), pool.find("w"), pool.size]).toEqual([[], undefined, 0]);
  });

  it("counts a worker's time from its last heartbeat, also when that shortens it", () => {
    const pool = new WorkerPool();
    beat(pool, "longer", 0, { lifetime: 10 });
    beat(pool, "longer", 5, { lifetime: 10 });
    beat(pool, "shorter", 0, { lifetime: 100 });
    beat(pool, "shorter", 5, { lifetime: 1 });
    pool.advance(12);
    expect(ids(pool)).toEqual(["longer"]);
  });

  it("lists workers by the bytes of their ids, with mode and data of the last heartbeat", () => {
    const pool = new WorkerPool();
    for (const id of ["b", "\xff", "a"]) beat(pool, id, 0);
    beat(pool, "a", 7, { mode: "run" });
    expect(ids(pool)).toEqual(["a", "b", "\xff"]);
    expect(pool.find("a")).toMatchObject({ mode: "run", data: "beat at 7" });
  });

  it("unregisters once", () => {
    const pool = new WorkerPool();
    beat(pool, "w", 0, { parent: "p" });
    expect([pool.unregister("w"), pool.unregister("w"), pool.childCount, pool.childrenOf("p")]).toEqual([
      true,
      false,
      0,
      [],
    ]);
  });

  it("moves a child to the parent of its last heartbeat, and counts it once", () => {
    const pool = new WorkerPool();
    for (const id of ["c2", "c1"]) beat(pool, id, 0, { parent: "p" });
    beat(pool, "c2", 1, { parent: "q" });
    const children = (parent: string) => Array.from(pool.childrenOf(parent), ({ id }) => id);
    expect([children("p"), children("q"), pool.childCount]).toEqual([["c1"], ["c2"], 2]);
    beat(pool, "c2", 2);
    expect([children("q"), children(""), pool.childCount]).toEqual([[], [], 1]);
  });

  it("lets a worker be its own parent, and a parent be without a record (K5)", () => {
    const pool = new WorkerPool();
    beat(pool, "w", 0, { parent: "w" });
    beat(pool, "c", 0, { parent: "nosuch" });
    expect([pool.countChildrenOf("w"), pool.find("nosuch"), pool.size]).toEqual([1, undefined, 2]);
  });

  it("forgets children that expire", () => {
    const pool = new WorkerPool();
    beat(pool, "c", 0, { parent: "p", lifetime: 1 });
    pool.advance(2);
    expect([pool.childrenOf("p"), pool.childCount]).toEqual([[], 0]);
  });
});
