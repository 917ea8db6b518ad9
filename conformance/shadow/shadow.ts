// The shadow behind a proxy: takes what passed between clients and the primary daemon, asks the secondary the same in the same
// order, and counts what differs. Nothing comes back from here to a client.
import { describeRequests } from "../golden/describe.ts";
import type { CompareLevel } from "../judge/difference.ts";
import { findPeer } from "../peers/find.ts";
import { byKey } from "../peers/listed.ts";
import type { PeerRules } from "../peers/rule.ts";
import { cutTraceback } from "../peers/tracebacks.ts";
import { callIn } from "../protocol/call.ts";
import type { Finding, Problem, Run } from "../run/result.ts";
import { type Turn, type TurnCollector, turnsAsTheyCome } from "../traffic/turn.ts";
import { compareReplies } from "./compare.ts";
import { createLabels } from "./label.ts";
import { createNames } from "./names.ts";
import type { Secondary } from "./secondary.ts";
import { createTally } from "./tally.ts";

export type ShadowOptions = {
  /** For the reports. */
  readonly target: string;
  readonly secondary: Secondary;
  readonly compare: CompareLevel;
  /** Which of the two is a real daemon with known divergences; the other one is taken as right. The primary is right when neither is. */
  readonly peer: { readonly name: string; readonly is: "primary" | "secondary" } | undefined;
  /** What explains that daemon's differences; undefined without one. */
  readonly rules: PeerRules | undefined;
  /** So many calls may wait for the secondary; more are left out, and told. */
  readonly backlog: number;
};

export type Shadow = {
  readonly watch: TurnCollector["watch"];
  /** What is found so far. */
  run(): Run;
  /** Until every call so far is compared, or the secondary is waited for no longer. */
  settled(): Promise<void>;
};

export function createShadow({ target, secondary, compare, peer, rules, backlog }: ShadowOptions): Shadow {
  const startedAt = Date.now();
  const names = createNames();
  const labels = createLabels(rules);
  const seenAs = viewOf(peer?.name);
  const right = peer?.is === "primary" ? "secondary" : "primary";
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
    const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
    const findings = differences.map(
      (each): Finding => ({
        ...each,
        line: 0,
        call,
        sent: hex(turn.send),
        recorded: hex(wanted.reply),
        replied: hex(came.reply),
      }),
    );
    const points = labels.pointsOf({ step, send: turn.send, right: wanted.reply, findings });
    tally.add({
      send: turn.send,
      method: callIn(turn.send)?.method ?? "no call",
      bytes: wanted.reply?.length ?? 0,
      seen: findings.map((finding, i) => ({ finding, point: points[i] })),
    });
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
      // Only the signal that ends the shadow gets here: what waits then is told as left out.
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
      return tally.run({ target, compare, peer: peer?.name, startedAt, now });
    },
  };
}

/** A daemon's replies without what its expect file says is not compared. */
function viewOf(peer: string | undefined): (send: Uint8Array, reply: Uint8Array) => Uint8Array {
  if (peer === undefined) return (_, reply) => reply;
  const { cutsTracebacks, lists } = findPeer(peer);
  return (send, reply) => {
    const cut = cutsTracebacks ? cutTraceback(reply) : reply;
    return lists === undefined ? cut : byKey(send, cut);
  };
}
