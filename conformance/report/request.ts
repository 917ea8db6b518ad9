// The request that a finding is about, where a step sends several.
import { splitFrames } from "../cbor/frame.ts";
import type { Finding } from "../run/result.ts";

export type Request = {
  /** In notation. */
  readonly call: string;
  /** Hex of its frame. */
  readonly sent: string;
  /** Its number among those of the step, from 1; undefined if it is the only one, or if `call` is all of them. */
  readonly number: number | undefined;
};

/** The request that the finding's reply answers; all of the step's if that cannot be told. */
export function requestOf({ call, sent, reply }: Pick<Finding, "call" | "sent" | "reply">): Request {
  const own = call[reply - 1];
  const { frames } = call.length === 1 ? { frames: [] } : splitFrames(Buffer.from(sent, "hex"));
  const frame = frames[reply - 1];
  if (own === undefined || frame === undefined || frames.length !== call.length) {
    return { call: call.join("; "), sent, number: undefined };
  }
  return { call: own, sent: Buffer.from(frame).toString("hex"), number: reply };
}
