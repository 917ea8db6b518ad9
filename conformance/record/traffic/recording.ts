// The library interface for recording inside tests: a proxy for any client, and a golden of its traffic.
import type { Duplex } from "node:stream";
import type { ExchangeStep, Golden } from "../../golden/format.ts";
import type { Mask } from "../../golden/mask.ts";
import { packageVersion } from "../../package-files.ts";
import type { Complaint } from "../../traffic/complaint.ts";
import { createGate } from "../../traffic/gate.ts";
import { createInvariants } from "../../traffic/invariants.ts";
import { startProxy } from "../../traffic/proxy.ts";
import { collectTurns } from "../../traffic/turn.ts";
import { changesOf } from "../update.ts";
import { goldenOfTraffic } from "./golden.ts";
import { writePrivately } from "./record.ts";

export type RecordingOptions = {
  /** Opens a connection to the daemon: any duplex stream of bytes. */
  readonly connect: () => Promise<Duplex>;
  /** Ends of paths whose values are taken out before anything is kept: `password`, `params[2].data.token`. */
  readonly redact?: readonly string[];
};

export type Recording = {
  /** HOST:PORT on 127.0.0.1, to give to the client. */
  readonly address: string;
  /**
   * What was said so far as a golden; what varies is told by rule, as `record --once` does.
   * @throws SessionError when nothing was said, or a value to redact is nowhere
   */
  golden(about?: { readonly id?: string; readonly title?: string }): Recorded;
  /** What the daemon's replies so far break that holds whatever its state is, each with its clause. */
  complaints(): readonly Complaint[];
  /** What the client did so far, and how it was answered, otherwise than a golden has it, each in a line. */
  changesFrom(golden: Golden): readonly string[];
  /** Ends the proxy and its connections; the daemon goes on. */
  close(): void;
};

export type Recorded = {
  readonly golden: Golden;
  /** What was masked, bound or taken out, each in a line. */
  readonly told: readonly string[];
  /** Writes the golden's file, for the user alone. @returns its path */
  write(folder: string): string;
};

/** Starts a proxy in front of a daemon. One call at a time passes, so that the order of several clients is certain. */
export async function startRecording({ connect, redact = [] }: RecordingOptions): Promise<Recording> {
  const collector = collectTurns();
  const now = () => Date.now() / 1000;
  const proxy = await startProxy({ connect, now, gate: createGate(), watch: collector.watch });
  const answered = () => collector.turns().filter(({ reply, closed }) => reply !== undefined || closed);
  const recorded = {
    daemon: "a daemon of a test",
    client: "a client of a test",
    command: `coordinate-conformance ${packageVersion()} startRecording()`,
    at: new Date().toISOString().slice(0, 10),
  };
  const goldenNow = ({ id = "recorded", title = "what a client of a test says" } = {}) =>
    goldenOfTraffic({ id, title, recorded, turns: answered(), again: undefined, redact });
  return {
    address: proxy.address,
    golden(about) {
      const made = goldenNow(about);
      return { golden: made.golden, told: made.told, write: (folder) => writePrivately(folder, made, false) };
    },
    complaints() {
      const invariants = createInvariants();
      return answered().flatMap((turn) => invariants.judge(turn));
    },
    changesFrom(golden) {
      const { id, title } = golden;
      const now = withoutWaits(goldenNow({ id, title }).golden);
      return changesOf(withoutWaits(golden), now).filter((line) => !line.startsWith("requires:"));
    },
    close: () => proxy.close(),
  };
}

/** How long a client takes between two calls is no change of what it does: steps are counted without waits. */
function withoutWaits(golden: Golden): Golden {
  const steps = golden.steps.filter((step): step is ExchangeStep => step.kind === "exchange");
  const numbers = new Map(steps.map(({ number }, i) => [number, i + 1]));
  const renumbered = (mask: Mask): Mask => {
    if (mask.is === "age") return { ...mask, since: numbers.get(mask.since) ?? mask.since };
    if (mask.is !== "time" || mask.since === undefined) return mask;
    return { ...mask, since: numbers.get(mask.since) ?? mask.since };
  };
  return {
    ...golden,
    steps: steps.map((step, i) => ({
      ...step,
      number: i + 1,
      replies: step.replies.map((reply) => ({ ...reply, masks: reply.masks.map(renumbered) })),
    })),
  };
}
