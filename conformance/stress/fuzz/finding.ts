// A finding of fuzz: bytes for which a daemon does not behave as the clauses demand.
import { describeRequests } from "../../golden/describe.ts";
import type { Expected } from "../hostile/expected.ts";
import type { Seen } from "./probe.ts";

export type Finding = {
  readonly bytes: Buffer;
  readonly expected: Expected;
  readonly seen: Seen;
  /** The requests in the bytes, in notation; empty if they cannot be decoded. */
  readonly says: readonly string[];
};

/** The requests in some bytes, in notation; empty if they cannot be decoded. */
export function saysOf(bytes: Buffer): readonly string[] {
  try {
    return describeRequests(bytes);
  } catch {
    return [];
  }
}
