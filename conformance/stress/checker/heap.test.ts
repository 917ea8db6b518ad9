import { describe, expect, it } from "vitest";
import { seeded } from "../../random.ts";
import { Heap } from "./heap.ts";

describe("Heap", () => {
  it("pops numbers in ascending order, whatever the order of insertion", () => {
    const random = seeded(1);
    const numbers = Array.from({ length: 500 }, () => random.below(100));
    const heap = new Heap<number>((a, b) => a < b);
    for (const each of numbers) heap.push(each);
    expect(numbers.map(() => heap.pop())).toEqual([...numbers].sort((a, b) => a - b));
    expect([heap.pop(), heap.first, heap.size]).toEqual([undefined, undefined, 0]);
  });

  it("keeps the remaining items in order after filtering", () => {
    const heap = new Heap<number>((a, b) => a < b);
    for (const each of [5, 3, 8, 1]) heap.push(each);
    heap.filter((each) => each > 1);
    expect([heap.pop(), heap.pop(), heap.pop()]).toEqual([3, 5, 8]);
  });
});
