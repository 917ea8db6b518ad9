// A finding of fuzz: bytes for which a daemon does not behave as the clauses demand.
import { describeRequests } from "../../golden/describe.ts";
import type { Expected } from "../hostile/expected.ts";
import type { Seen } from "./probe.ts";

export type Finding = {
  readonly bytes: Buffer;
  readonly expected: Expected;
  readonly seen: Seen;
  /** The requests in it, in notation, as far as there are any. */
  readonly says: readonly string[];
};

/** The requests in some bytes, in notation; none where they cannot be read. */
export function saysOf(bytes: Buffer): readonly string[] {
  try {
    return describeRequests(bytes);
  } catch {
    return [];
  }
}
