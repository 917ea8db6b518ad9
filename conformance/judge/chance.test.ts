import { describe, expect, it } from "vitest";
import { likelyCounts } from "./chance.ts";

/** The exact probability, from Pascal's triangle in whole numbers. */
function tail(draws: number, share: [bigint, bigint], counts: (k: number) => boolean): number {
  const [part, whole] = share;
  let ways = 1n;
  let sum = 0n;
  for (let k = 0; k <= draws; k++) {
    if (counts(k)) sum += ways * part ** BigInt(k) * (whole - part) ** BigInt(draws - k);
    ways = (ways * BigInt(draws - k)) / BigInt(k + 1);
  }
  const scale = 10n ** 30n;
  return Number((sum * scale) / whole ** BigInt(draws)) / 1e30;
}

describe("likelyCounts()", () => {
  it.each([
    [100, 1n, 4n],
    [400, 1n, 2n],
    [700, 7n, 10n],
  ])("leaves out of %i draws no more than one in a thousand million, and not many fewer", (draws, part, whole) => {
    const { least, most } = likelyCounts(draws, Number(part) / Number(whole));
    expect(tail(draws, [part, whole], (k) => k < least || k > most)).toBeLessThan(1e-9);
    expect(tail(draws, [part, whole], (k) => k <= least || k >= most)).toBeGreaterThan(1e-9);
  });

  it("allows only the exact count of an outcome that is certain", () => {
    expect(likelyCounts(50, 0)).toEqual({ least: 0, most: 0 });
    expect(likelyCounts(50, 1)).toEqual({ least: 50, most: 50 });
  });
});
