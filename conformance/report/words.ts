// What the words in the output of the commands mean, for `explain`.
import { OPTIONAL_FEATURES, TIERS } from "../protocol/clauses.ts";

/** A sentence for each word. */
export const WORDS: Readonly<Record<string, string>> = {
  golden: "a recorded exchange: the requests of a case, and the replies that a correct daemon gives",
  case: "one golden as a test: it passes if a daemon replies as recorded",
  clause: "a numbered sentence of the protocol that a daemon must keep; each case names those that it tests",
  point:
    "a place at which a real daemon is known to differ from the protocol: K of the Go daemon, D of the Python daemon",
  tier: `how basic a clause is: ${TIERS.join(", ")}; a case has the tier of its least basic clause`,
  core: "the tier of what the Python client, its worker and its command line need",
  documented: "the tier of what the documentation of the clients promises",
  edge: "the tier of the rest: the wording of errors, malformed input, encodings that the Python client never sends",
  feature: `what a daemon may do without (--without): ${OPTIONAL_FEATURES.join(", ")}`,
  mask: "a place in a reply whose value may differ from the recorded one: a time, or a name that the daemon makes up",
  masked: "of bytes: not compared, since a mask covers them",
  binding: "a place in a request that takes a value from an earlier reply, where the daemon made it up",
  level: "how strictly replies are compared (--compare): python, ordered or bytes",
  exchange: "a request and its replies, one step of a case",
  verdict: "what a run says: passed cases of those that ran, by tier and feature, and the causes of the failures",
  flaky: "of a listed divergence: it may show or not",
  daemon: "the program under test, which serves the job queue",
  peer: "a real daemon whose divergences are listed in the package (--peer)",
};
