import { describe, expect, it } from "vitest";
import { IntList } from "./int-list.ts";

describe("IntList", () => {
  it("keeps what was pushed, however much that is", () => {
    const list = new IntList();
    for (let i = 0; i < 300_000; i++) list.push(i * 3);
    list.set(5, -1);
    list.set(200_000, -2);
    expect([list.length, list.at(4), list.at(5), list.at(9999)]).toEqual([300_000, 12, -1, 29_997]);
    expect([65_535, 65_536, 200_000, 299_999].map((i) => list.at(i))).toEqual([196_605, 196_608, -2, 899_997]);
    // After it was shortened, push() overwrites the removed elements.
    list.length = 65_536;
    list.push(7);
    expect([list.at(65_535), list.at(65_536)]).toEqual([196_605, 7]);
  });

  it("throws for an element that cannot be there", () => {
    expect(() => new IntList().at(1_000_000)).toThrow("no element 1000000");
  });

  it("gives memory back when it is released", () => {
    const list = new IntList();
    for (let i = 0; i < 100_000; i++) list.push(i);
    expect(list.capacity).toBeGreaterThan(100_000);
    list.release();
    expect([list.length, list.capacity]).toEqual([0, 1024]);
  });
});
