// How often an outcome may come in so many draws: bounds that a right daemon leaves once in a thousand million runs.
import { elementAt } from "../element-at.ts";

/** The least and the most times that an outcome of this probability is to come; both count as right. */
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

/** Of exactly `count` in `draws`, by the binomial distribution. */
function probability(draws: number, count: number, share: number): number {
  const ways = logFactorial(draws) - logFactorial(count) - logFactorial(draws - count);
  return Math.exp(ways + count * Math.log(share) + (draws - count) * Math.log1p(-share));
}

const logFactorials = [0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(elementAt(logFactorials, i - 1) + Math.log(i));
  return elementAt(logFactorials, n);
}
