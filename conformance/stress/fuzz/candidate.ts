// Writes a finding of fuzz as a draft of a golden: the bytes, and the behaviour that the clause demands.
import { splitFrames } from "../../cbor/frame.ts";
import { describeReply } from "../../golden/describe.ts";
import { formatGolden } from "../../golden/write.ts";
import { expectedOf } from "../hostile/expected.ts";
import type { Finding } from "./finding.ts";
import { isProbed } from "./probe.ts";

export type CandidateSource = {
  readonly daemon: string;
  readonly seed: number;
  /** The command line. */
  readonly command: string;
  /** YYYY-MM-DD */
  readonly at: string;
};

/** The text of the candidate's file. Expected replies are those that the daemon gave. */
export function candidate({ bytes, expected, seen }: Finding, { daemon, seed, command, at }: CandidateSource): string {
  // Leaves out the reply to the probe request, and replies to frames that must not be answered.
  const replies = seen.replies.filter((reply) => !isProbed(reply)).slice(0, answeredIn(bytes));
  return formatGolden({
    title: `a frame that ${VERBS[expected.state ?? "answered"]} and ${SEEN[seen.state]}`,
    requires: [expected.clause],
    recorded: { daemon, client: `fuzz, seed ${seed}`, command, at },
    steps: [
      {
        kind: "exchange",
        conn: 1,
        sends: [bytes],
        replies: replies.map((reply) => ({ bytes: reply, says: saidBy(reply), masks: [] })),
        hangup: false,
        closes: expected.state === "closed",
        bindings: [],
        times: undefined,
      },
    ],
  });
}

/** How many frames at the start of the bytes must be answered. */
function answeredIn(bytes: Buffer): number {
  const { frames } = splitFrames(bytes);
  let count = 0;
  while (count < frames.length && expectedOf(Buffer.concat(frames.slice(0, count + 1))).state === "answered") count++;
  return count;
}

const VERBS = {
  answered: "is to be answered",
  closed: "is to close its connection",
  waits: "is to be waited on",
} as const;
const SEEN = {
  answered: "was answered",
  closed: "closed its connection",
  waits: "was neither answered nor closed its connection",
  floods: "was answered without end",
  unreachable: "reached nobody",
} as const;

function saidBy(reply: Uint8Array): string {
  try {
    return describeReply(reply);
  } catch {
    return "no reply that can be read";
  }
}
