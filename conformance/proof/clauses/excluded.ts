// Clauses that no golden can test, each with the reason. It is an error if a case requires one.
const CONFIGURATION = "it speaks of the file that a daemon was started with, which no client can set; server/ tests it";
const OWN_LIMIT =
  "a daemon's limit is its own to choose, so that no session goes beyond every one; server/ tests its own";
const MEMORY = "it needs a daemon that is short of memory; server/ tests it, and a campaign in a small heap";
const CLOCK = "it needs a clock that is moved; server/ tests it, under libfaketime too";

export const EXCLUDED: Readonly<Record<string, string>> = {
  "FRAME-23": "a session would have to wait for ever; server/ tests that no idle connection is closed",
  "FRAME-30": "fuzz sends hostile frames to any daemon, and watches a good client meanwhile",
  "OPT-1": "each default has a clause of its own with its cases",
  "WORK-25": "a session cannot hit the very instant at which a lease ends; server/ tests it with a clock of its own",
  "WORK-28": CLOCK,
  "WORK-29": CLOCK,
  "WORK-106":
    "a session cannot make two units of a spec within one millisecond at will; server/ tests it with a clock of its own",
  "CONF-3": CONFIGURATION,
  "CONF-5": CONFIGURATION,
  "CONF-6": CONFIGURATION,
  "CONF-7": CONFIGURATION,
  "CONF-8": CONFIGURATION,
  "CONF-9": CONFIGURATION,
  "LIMIT-5": OWN_LIMIT,
  "LIMIT-6": OWN_LIMIT,
  "LIMIT-7": "stress --clients and bench open that many",
  "LIMIT-9": "stress --faults slow-reader has such clients beside good ones",
  "LIMIT-10": OWN_LIMIT,
  "LIMIT-11": "bench --queue 1000000 fills a work spec so far",
  "LIMIT-12": MEMORY,
  "LIMIT-13": MEMORY,
};
