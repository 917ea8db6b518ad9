import { describe, expect, it } from "vitest";
import { KIND, OpenContainers } from "./open-containers.ts";

const DEEP = 200_000;

describe("OpenContainers", () => {
  it("gives back every container as it was, however many were opened inside of it", () => {
    const open = new OpenContainers();
    for (let i = 0; i < DEEP; i++) {
      open.push(i % 2 === 0 ? KIND.map : KIND.array, i, i * 2);
      // Opens and closes containers, also across the boundary of two runs.
      open.push(KIND.chunks, 7, 7);
      open.pop();
    }
    let wrong = 0;
    for (let i = DEEP - 1; i >= 0; i--) {
      const { depth, kind, left, keys } = open;
      const isAsItWas =
        depth === i + 1 && kind === (i % 2 === 0 ? KIND.map : KIND.array) && left === i && keys === i * 2;
      if (!isAsItWas) wrong++;
      open.pop();
    }
    expect(wrong).toBe(0);
    expect(open.depth).toBe(0);
  });

  it("gives back what deep nesting needed", () => {
    const open = new OpenContainers();
    const before = open.capacity;
    for (let i = 0; i < DEEP; i++) open.push(KIND.array, 1, 0);
    expect(open.capacity).toBeGreaterThanOrEqual(DEEP * 12);
    open.release();
    expect(open.capacity).toBe(before);
    open.push(KIND.map, 2, 3);
    open.push(KIND.array, 1, 0);
    open.pop();
    expect([open.depth, open.kind, open.left, open.keys]).toEqual([1, KIND.map, 2, 3]);
  });

  it("takes no new room where nesting goes back and forth", () => {
    const open = new OpenContainers();
    while (open.capacity === new OpenContainers().capacity) open.push(KIND.array, 1, 0);
    const { capacity } = open;
    for (let i = 0; i < 100; i++) {
      open.pop();
      open.pop();
      expect(open.capacity).toBe(capacity);
      open.push(KIND.array, 1, 0);
      open.push(KIND.array, 1, 0);
    }
  });
});
