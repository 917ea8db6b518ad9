// Bounds for how often a random outcome occurs; a correct daemon violates them about once in 10^9 runs.
import { elementAt } from "../element-at.ts";

/** The least and greatest plausible number (both inclusive) of outcomes with probability `share` in this many draws. */
export function likelyCounts(draws: number, share: number): { least: number; most: number } {
  if (share <= 0 || share >= 1) return { least: share <= 0 ? 0 : draws, most: share <= 0 ? 0 : draws };
  let least = 0;
  for (let below = 0; least < draws; least++) {
    below += probability(draws, least, share);
    if (below > UNLIKELY / 2) break;
  }
  let most = draws;
  for (let above = 0; most > 0; most--) {
    above += probability(draws, most, share);
    if (above > UNLIKELY / 2) break;
  }
  return { least, most };
}

const UNLIKELY = 1e-9;

/** The probability of exactly `count` outcomes in `draws`, by the binomial distribution. */
function probability(draws: number, count: number, share: number): number {
  const ways = logFactorial(draws) - logFactorial(count) - logFactorial(draws - count);
  return Math.exp(ways + count * Math.log(share) + (draws - count) * Math.log1p(-share));
}

const logFactorials = [0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(elementAt(logFactorials, i - 1) + Math.log(i));
  return elementAt(logFactorials, n);
}
