// Compares the replies of two daemons to one session: the judge finds the differences, and the peer's rules tell which
// of them are known divergences.
import type { CompareLevel, Difference } from "../judge/difference.ts";
import type { ExpectFile } from "../judge/expect-file.ts";
import { judge, type PlayedStep } from "../judge/judge.ts";
import { byKey } from "../peers/listed.ts";
import type { Exchange, PeerRules, Rule } from "../peers/rule.ts";
import { ruleFor } from "../peers/sort.ts";
import { cutTraceback } from "../peers/tracebacks.ts";
import { answerIn, callIn } from "../protocol/call.ts";
import { expectation } from "./expectation.ts";

/** A peer with known divergences: its list of them, and the rules that explain differences. */
export type ExploredPeer = { readonly list: ExpectFile; readonly rules: PeerRules };

export type Comparison = {
  /** Unexplained differences of the first step that has any; empty if rules explain all. */
  readonly unexplained: readonly Difference[];
  /** Number of differences that rules explained, by the rule's point. */
  readonly explained: ReadonlyMap<string, number>;
  /** Number of calls whose answers were compared, and of later calls that were not, since the states differ by then. */
  readonly compared: number;
  readonly left: number;
  /** Point of the divergence after which the states of the daemons differ, if any. */
  readonly split: string | undefined;
};

/**
 * Compares step by step, up to the first unexplained difference or the first divergence of the states.
 * @param session the request frames, one a step
 * @param peer the peer that sent the answers in `got`; undefined when both daemons should answer the same
 * @param more `exact`: times must be equal too; `waitsAfter`: number of calls before the session's first wait
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
    // The reference carried out a call at which the peer closed the connection, so their states differ from here on.
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

/** The answers without the parts that the peer's list excludes from comparison: the order of lists, tracebacks. */
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

/** The exchanges of a session that both daemons answered. */
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
