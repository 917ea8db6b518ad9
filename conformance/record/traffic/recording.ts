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
  /** Opens a connection to the daemon; any duplex byte stream. */
  readonly connect: () => Promise<Duplex>;
  /** Suffixes of paths whose values are removed before anything is stored: `password`, `params[2].data.token`. */
  readonly redact?: readonly string[];
};

export type Recording = {
  /** Address of the proxy for the client, HOST:PORT on 127.0.0.1. */
  readonly address: string;
  /**
   * A golden of the traffic so far; values that vary are found by rules alone, as by `record --once`.
   * @throws SessionError if there was no call, or a path to redact occurs nowhere
   */
  golden(about?: { readonly id?: string; readonly title?: string }): Recorded;
  /** Violations of clauses that hold in every state, found in the daemon's replies so far. */
  complaints(): readonly Complaint[];
  /** Differences of the requests and replies so far from a golden, one a line. */
  changesFrom(golden: Golden): readonly string[];
  /** Closes the proxy and its connections; the daemon keeps running. */
  close(): void;
};

export type Recorded = {
  readonly golden: Golden;
  /** Notes on what was masked, bound or redacted, one a line. */
  readonly told: readonly string[];
  /** Writes the golden's file, readable by the user only. @returns its path */
  write(folder: string): string;
};

/** Starts a proxy to a daemon. It forwards one call at a time, so that the order of the clients' calls is known. */
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

/** The golden without waits, with steps renumbered, since the pauses of a client are not compared. */
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
