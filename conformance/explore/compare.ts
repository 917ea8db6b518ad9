// Compares the replies of two daemons to one session: the judge finds the differences, the peer's rules explain some of
// them.
import type { CompareLevel, Difference } from "../judge/difference.ts";
import type { ExpectFile } from "../judge/expect-file.ts";
import { judge, type PlayedStep } from "../judge/judge.ts";
import { byKey } from "../peers/listed.ts";
import type { Exchange, PeerRules, Rule } from "../peers/rule.ts";
import { ruleFor } from "../peers/sort.ts";
import { cutTraceback } from "../peers/tracebacks.ts";
import { answerIn, callIn } from "../protocol/call.ts";
import { expectation } from "./expectation.ts";

/** A daemon with known divergences: its list, and the rules that explain differences. */
export type ExploredPeer = { readonly list: ExpectFile; readonly rules: PeerRules };

export type Comparison = {
  /** Differences of the first step that has some which no rule explains. */
  readonly unexplained: readonly Difference[];
  /** The points of the rules that explained differences, and how many. */
  readonly explained: ReadonlyMap<string, number>;
  /** Calls whose answers were compared, and those left out since the states differ. */
  readonly compared: number;
  readonly left: number;
  /** The point after which the states differ. */
  readonly split: string | undefined;
};

/**
 * @param session its frames
 * @param peer that the answers in `got` are of; undefined when both daemons should answer the same
 * @param more whether times must be equal too, and the number of calls before the session first waits
 */
export function compare(
  session: readonly Uint8Array[],
  expected: readonly PlayedStep[],
  got: readonly PlayedStep[],
  level: CompareLevel,
  peer: ExploredPeer | undefined,
  more: { readonly exact?: boolean; readonly waitsAfter?: number } = {},
): Comparison {
  if (isSame(expected, got) && peer === undefined)
    return { unexplained: [], explained: new Map(), compared: got.length, left: 0, split: undefined };
  const seen = (played: readonly PlayedStep[]) => (peer === undefined ? played : seenAs(peer, session, played));
  const { differences } = judge(expectation(seen(expected), more.exact), seen(got), level);
  const { waitsAfter = Number.POSITIVE_INFINITY } = more;
  const exchanges = exchangesOf(session, expected, seen(got), waitsAfter, peer?.rules.readCall ?? callIn);
  const explained = new Map<string, number>();
  for (const [i, exchange] of exchanges.entries()) {
    const before = exchanges.slice(0, i);
    const here = new Set<Rule>();
    const unexplained = differences.filter((difference) => {
      if (difference.step !== i + 1) return false;
      const rule = peer === undefined ? undefined : ruleFor({ difference, exchange, before }, peer.rules, []);
      if (rule === undefined) return true;
      here.add(rule);
      explained.set(rule.point, (explained.get(rule.point) ?? 0) + 1);
      return false;
    });
    const splitsState = (rule: Rule) =>
      rule.splitsState?.(exchange, before) === true ||
      (here.has(rule) && rule.splitsStateWhereItExplains?.(exchange) === true);
    // What one daemon carried out and the other closed the connection at has parted them.
    const parting = exchange.got.kind === "closed" && exchange.expected.kind !== "closed" ? [...here][0] : undefined;
    const split = (peer?.rules.rules.find(splitsState) ?? parting)?.point;
    if (unexplained.length === 0 && split === undefined) continue;
    return { unexplained, explained, compared: i + 1, left: exchanges.length - i - 1, split };
  }
  const short = differences.filter(({ step }) => step > exchanges.length);
  return { unexplained: short, explained, compared: exchanges.length, left: 0, split: undefined };
}

function isSame(expected: readonly PlayedStep[], got: readonly PlayedStep[]): boolean {
  if (expected.length !== got.length) return false;
  return expected.every(({ replies, rest, closed }, i) => {
    const other = got[i];
    if (other === undefined || other.closed !== closed || other.replies.length !== replies.length) return false;
    const sameReplies = replies.every((reply, j) => Buffer.from(reply).equals(other.replies[j] ?? new Uint8Array()));
    return sameReplies && Buffer.from(rest).equals(other.rest);
  });
}

/** The answers without what the peer's list says is not compared: the order of lists (K2), tracebacks. */
function seenAs(
  { list }: ExploredPeer,
  session: readonly Uint8Array[],
  played: readonly PlayedStep[],
): readonly PlayedStep[] {
  return played.map((step, i) => {
    const ordered = list.lists === undefined ? step.replies : step.replies.map((reply) => byKey(session[i], reply));
    return { ...step, replies: list.cutsTracebacks ? ordered.map(cutTraceback) : ordered };
  });
}

/** The exchanges of a session that both daemons played. */
function exchangesOf(
  session: readonly Uint8Array[],
  expected: readonly PlayedStep[],
  got: readonly PlayedStep[],
  waitsAfter: number,
  readCall: PeerRules["readCall"],
): readonly Exchange[] {
  return session.slice(0, Math.min(expected.length, got.length)).map((request, i) => ({
    call: readCall(request),
    request,
    expected: answerIn(expected[i]?.replies ?? [], expected[i]?.closed ?? false),
    got: answerIn(got[i]?.replies ?? [], got[i]?.closed ?? false),
    sentAt: got[i]?.sentAt ?? Number.NaN,
    waited: i >= waitsAfter,
  }));
}
