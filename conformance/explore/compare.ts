// Compares what two daemons answered to one session: the judge finds the differences, the peer's points explain some.
import type { CompareLevel, Difference } from "../judge/difference.ts";
import { judge, type PlayedStep } from "../judge/judge.ts";
import { byKey } from "../peers/listed.ts";
import { exchangesOf, type Point } from "../peers/point.ts";
import { expectation } from "./expectation.ts";
import type { Session } from "./model.ts";

export type Comparison = {
  /** Differences of the first step that has some which no point explains. */
  readonly unexplained: readonly Difference[];
  /** The points that explained differences, and how many. */
  readonly explained: ReadonlyMap<string, number>;
  /** Calls whose answers were compared, and those left out since the states differ. */
  readonly compared: number;
  readonly left: number;
  /** The point after which the states differ. */
  readonly parted: string | undefined;
};

/** `points` are the peer's; none when both daemons should answer the same. */
export function compare(
  session: Session,
  expected: readonly PlayedStep[],
  got: readonly PlayedStep[],
  level: CompareLevel,
  points: readonly Point[],
): Comparison {
  const arranged = points.length === 0 ? (played: readonly PlayedStep[]) => played : inOrder(session);
  const { differences } = judge(expectation(session, arranged(expected)), arranged(got), level);
  const exchanges = exchangesOf(session, expected, got);
  const explained = new Map<string, number>();
  for (const [i, exchange] of exchanges.entries()) {
    const before = exchanges.slice(0, i);
    const here = new Set<Point>();
    const unexplained = differences.filter((difference) => {
      if (difference.step !== i + 1) return false;
      const point = points.find((each) => each.explains?.(difference, exchange, before));
      if (point === undefined) return true;
      here.add(point);
      explained.set(point.point, (explained.get(point.point) ?? 0) + 1);
      return false;
    });
    const parts = (point: Point) =>
      point.parts?.(exchange, before) === true || (point.partsOnDifference === true && here.has(point));
    const parted = points.find(parts)?.point;
    if (unexplained.length === 0 && parted === undefined) continue;
    return { unexplained, explained, compared: i + 1, left: exchanges.length - i - 1, parted };
  }
  const short = differences.filter(({ step }) => step > exchanges.length);
  return { unexplained: short, explained, compared: exchanges.length, left: 0, parted: undefined };
}

/** K2: the peer lists units and specs by chance; both sides are put in the order of their keys. */
function inOrder(session: Session) {
  return (played: readonly PlayedStep[]): readonly PlayedStep[] =>
    played.map((step, i) => ({ ...step, replies: step.replies.map((reply) => byKey(session[i], reply)) }));
}
