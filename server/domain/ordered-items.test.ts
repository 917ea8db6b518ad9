import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OrderedItems } from "./ordered-items.ts";

type Item = { readonly key: number };

const byKey = () => new OrderedItems<number, Item>((key, item) => key - item.key);
const keys = (items: Iterable<Item>) => Array.from(items, ({ key }) => key);

function filled(numbers: readonly number[]) {
  const items = byKey();
  for (const key of numbers) items.add(key, { key });
  return items;
}

describe("OrderedItems", () => {
  it("is empty at first", () => {
    const items = byKey();

    expect(items.size).toBe(0);
    expect(items.first()).toBeUndefined();
    expect(items.find(1)).toBeUndefined();
    expect(items.delete(1)).toBe(false);
    expect([...items.values()]).toEqual([]);
  });

  it.each([
    ["ascending", (i: number) => i],
    ["descending", (i: number) => -i],
    ["scattered", (i: number) => (i * 7_919) % 20_011],
  ])("keeps 20,000 items in order that come %s, and lets the first go one after the other", (_, keyOf) => {
    const numbers = Array.from({ length: 20_000 }, (_, i) => keyOf(i));
    const items = filled(numbers);
    const sorted = numbers.toSorted((a, b) => a - b);

    expect(keys(items.values())).toEqual(sorted);
    const taken: number[] = [];
    for (let first = items.takeFirst(); first !== undefined; first = items.takeFirst()) taken.push(first.key);
    expect(taken).toEqual(sorted);
    expect(items.size).toBe(0);
  });

  it("does the same as a sorted list, whatever is added, deleted and looked for", () => {
    const move = fc.record({
      key: fc.integer({ min: 0, max: 3_000 }),
      run: fc.integer({ min: 1, max: 300 }),
      adds: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), fc.integer({ min: -1, max: 3_001 }), (moves, from) => {
        const items = byKey();
        const model = new Set<number>();
        for (const { key: first, run, adds } of moves) {
          for (let key = first; key < first + run; key++) {
            if (adds && !model.has(key)) items.add(key, { key });
            if (adds) model.add(key);
            else expect(items.delete(key)).toBe(model.delete(key));
          }
        }
        const sorted = [...model].sort((a, b) => a - b);
        expect(items.size).toBe(sorted.length);
        expect(items.first()?.key).toBe(sorted[0]);
        expect(items.find(from)?.key).toBe(model.has(from) ? from : undefined);
        expect(keys(items.values())).toEqual(sorted);
        expect(keys(items.values(from))).toEqual(sorted.filter((key) => key >= from));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("is empty after clear(), and takes items anew", () => {
    const items = filled([2, 1, 3]);
    items.clear();

    expect(items.size).toBe(0);
    items.add(5, { key: 5 });
    expect(keys(items.values())).toEqual([5]);
  });
});
