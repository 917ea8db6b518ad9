import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.ts";
import { IntList } from "./int-list.ts";
import { sortSpans } from "./span-sort.ts";

/** The sorted indices, and the number of pieces that sorting took. */
function sorted(places: readonly number[]): { order: number[]; pieces: number } {
  const list = new IntList();
  for (const place of places) list.push(place);
  const steps = sortSpans(list);
  for (let pieces = 1; ; pieces++) {
    const { done, value } = steps.next();
    if (done === true) return { order: Array.from({ length: value.length }, (_, i) => value.at(i)), pieces };
  }
}

describe("sortSpans()", () => {
  it.each([1, 2, 4095, 4096, 4097, 20_000])("puts %i places in order", (count) => {
    const random = seededRandom(count);
    const places = Array.from({ length: count }, () => Math.floor(random() * count));
    const { order } = sorted(places);
    expect(order.map((index) => places[index])).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(count);
  });

  it("sorts many places in many pieces", () => {
    expect(sorted(Array.from({ length: 20_000 }, (_, i) => -i)).pieces).toBeGreaterThan(15);
  });
});
