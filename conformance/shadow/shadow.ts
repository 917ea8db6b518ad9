// Repeats the calls of a proxy's clients on a secondary daemon, in the same order, and counts the differences. Sends
// nothing to the clients.
import { describeRequests } from "../golden/describe.ts";
import type { CompareLevel } from "../judge/difference.ts";
import { findPeer } from "../peers/find.ts";
import { byKey } from "../peers/listed.ts";
import type { PeerRules } from "../peers/rule.ts";
import { cutTraceback } from "../peers/tracebacks.ts";
import { callIn } from "../protocol/call.ts";
import type { Finding, Problem, Run } from "../run/result.ts";
import { type Turn, type TurnCollector, turnsAsTheyCome } from "../traffic/turn.ts";
import { compareReplies, type Pair } from "./compare.ts";
import { createLabels } from "./label.ts";
import { createNames } from "./names.ts";
import type { Secondary } from "./secondary.ts";
import { createTally } from "./tally.ts";

/**
 * The known daemons among the two. If only one is known, the other one is assumed to be correct; otherwise the primary
 * is.
 */
export type Peers<Known> = { readonly primary?: Known | undefined; readonly secondary?: Known | undefined };

/** A known daemon and its rules. */
type KnownDaemon = { readonly name: string; readonly rules: PeerRules };

export type ShadowOptions = {
  /** Name for the reports. */
  readonly daemon: string;
  readonly secondary: Secondary;
  readonly compare: CompareLevel;
  readonly peers: Peers<KnownDaemon>;
  /** Most calls that may wait for the secondary; further ones are left out and reported. */
  readonly backlog: number;
};

export type Shadow = {
  readonly watch: TurnCollector["watch"];
  /** The results so far. */
  run(): Run;
  /** Resolves when all calls so far were compared, or the secondary is not waited for any more. */
  settled(): Promise<void>;
};

export function createShadow({ daemon, secondary, compare, peers, backlog }: ShadowOptions): Shadow {
  const startedAt = Date.now();
  const names = createNames();
  const right = peers.primary !== undefined && peers.secondary === undefined ? "secondary" : "primary";
  const labels = createLabels((right === "primary" ? peers.secondary : peers.primary)?.rules);
  // If both are known, the rules of either may explain a difference, each from its own side.
  const otherLabels = createLabels(right === "primary" ? peers.primary?.rules : undefined);
  const views = [viewOf(peers.primary?.name), viewOf(peers.secondary?.name)];
  const seenAs = (send: Uint8Array, reply: Uint8Array) => views.reduce((seen, view) => view(send, seen), reply);
  const tally = createTally();
  const queue: Turn[] = [];
  let step = 0;
  let lost = 0;
  let unanswered = 0;
  let working: Promise<void> | undefined;

  async function compareTurn(turn: Turn): Promise<void> {
    const answer = await secondary.ask(turn.conn, names.forSecondary(turn));
    if (answer.kind === "late" || answer.kind === "gone") {
      unanswered += 1;
      return;
    }
    step += 1;
    const [own, other] = [turn.reply, answer.kind === "reply" ? answer.reply : undefined];
    const view = (reply: Uint8Array | undefined) => (reply === undefined ? undefined : seenAs(turn.send, reply));
    const primary = { reply: view(own), sentAt: turn.sentAt };
    const pair = { primary, secondary: { reply: view(other), sentAt: answer.sentAt }, right } as const;
    const [wanted, came] = right === "primary" ? [pair.primary, pair.secondary] : [pair.secondary, pair.primary];
    const differences = compareReplies(pair, compare, names, step);
    const call = differences.length === 0 ? [] : describeRequests(turn.send);
    const around = { line: 0, call, sent: hex(turn.send) };
    const findings = differences.map(
      (each): Finding => ({ ...each, ...around, recorded: hex(wanted.reply), replied: hex(came.reply) }),
    );
    const points = labels.pointsOf({ step, send: turn.send, right: wanted.reply, findings });
    const others =
      peers.primary === undefined || peers.secondary === undefined ? [] : fromTheOtherSide(turn, pair, around);
    tally.add({
      send: turn.send,
      method: callIn(turn.send)?.method ?? "no call",
      bytes: wanted.reply?.length ?? 0,
      seen: findings.map((finding, i) => ({
        finding,
        point: points[i] ?? others.find(({ path }) => path === finding.path)?.point,
      })),
    });
  }

  function fromTheOtherSide(turn: Turn, pair: Pair, around: Pick<Finding, "line" | "call" | "sent">) {
    const { primary, secondary: other } = pair;
    const findings = compareReplies({ primary, secondary: other, right: "secondary" }, compare, names, step).map(
      (each): Finding => ({ ...each, ...around, recorded: hex(other.reply), replied: hex(primary.reply) }),
    );
    const points = otherLabels.pointsOf({ step, send: turn.send, right: other.reply, findings });
    return findings.map(({ path }, i) => ({ path, point: points[i] }));
  }

  async function work(): Promise<void> {
    for (let turn = queue.shift(); turn !== undefined; turn = queue.shift()) await compareTurn(turn);
  }

  const watch = turnsAsTheyCome((turn) => {
    if (queue.length >= backlog) {
      lost += 1;
      return;
    }
    queue.push(turn);
    working ??= work()
      // Only the final signal leads here: calls still waiting are reported as left out.
      .catch(() => undefined)
      .finally(() => {
        working = undefined;
      });
  });

  return {
    watch,
    settled: async () => {
      while (working !== undefined) await working;
    },
    run() {
      const problem = (count: number, what: string): Problem[] =>
        count === 0 ? [] : [{ outcome: "unmeasured", message: `${count} ${what}` }];
      const now = [
        ...problem(lost, "calls were left out: more than the backlog waited for the secondary"),
        ...problem(queue.length, "calls wait for the secondary"),
        ...problem(unanswered, "calls got no answer from the secondary in time"),
        ...problem(secondary.returns(), "times the secondary was gone and came back, perhaps without what it held"),
      ];
      const peer = [peers.primary, peers.secondary].flatMap((each) => each?.name ?? []).join(" and ");
      return tally.run({ daemon, compare, peer: peer === "" ? undefined : peer, startedAt, now });
    },
  };
}

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

/** A function that removes from a daemon's replies what its expect file excludes from comparison. */
function viewOf(peer: string | undefined): (send: Uint8Array, reply: Uint8Array) => Uint8Array {
  if (peer === undefined) return (_, reply) => reply;
  const { cutsTracebacks, lists } = findPeer(peer);
  return (send, reply) => {
    const cut = cutsTracebacks ? cutTraceback(reply) : reply;
    return lists === undefined ? cut : byKey(send, cut);
  };
}
