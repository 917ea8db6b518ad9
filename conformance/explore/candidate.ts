// A shrunk session as a golden candidate: the answers of the daemon that is taken as right, and how to find it again.
import { elementAt } from "../element-at.ts";
import { formatGolden } from "../golden/write.ts";
import { expectation } from "./expectation.ts";
import type { Found } from "./explore.ts";

export type CandidateSource = {
  readonly reference: string;
  readonly other: string;
  readonly seed: number;
  /** The command line. */
  readonly command: string;
  /** YYYY-MM-DD */
  readonly at: string;
};

/** One call on the one connection. */
const PLAIN = { conn: 1, hangup: false, bindings: [], times: undefined };

/** The text of the candidate's file. */
export function candidate(found: Found, { reference, other, seed, command, at }: CandidateSource): string {
  const { steps } = expectation(found.session, found.answers);
  const places = [...new Set(found.differences.map(({ path }) => path))].join(", ");
  return formatGolden({
    title: `${other} answers differently at ${places}`,
    requires: [],
    recorded: { daemon: reference, client: `explore, seed ${seed}, path ${found.path}`, command, at },
    steps: steps.map((step, i) => ({ ...step, ...PLAIN, sends: [elementAt(found.session, i)] })),
  });
}
