// The work specs of the workload and their settings.
import type { Request } from "../history/call.ts";

type SetSpec = Request & { do: "set-spec" };

/** Every name starts so: a run must not touch what else is in the daemon. */
const PREFIX = "stress-";

/**
 * Units whose output goes on to the next and from there to the last, one that few may work at, one that is paused now and then, one
 * whose units fail when they were tried too often, and one that makes units by itself.
 */
export const LINE = `${PREFIX}line`;
export const NEXT = `${PREFIX}next`;
const LAST = `${PREFIX}last`;
export const FEW = `${PREFIX}few`;
export const GATE = `${PREFIX}gate`;
export const TRIES = `${PREFIX}tries`;
export const MAKER = `${PREFIX}maker`;

const plain = { do: "set-spec", successor: "", maxRunning: 0, maxGetwork: 0, maxRetries: 0, interval: -1 } as const;

export const SPECS: readonly SetSpec[] = [
  { ...plain, spec: LAST },
  { ...plain, spec: NEXT, successor: LAST },
  { ...plain, spec: LINE, successor: NEXT },
  { ...plain, spec: FEW, maxRunning: 4 },
  { ...plain, spec: GATE, maxGetwork: 3 },
  { ...plain, spec: TRIES, maxRetries: 2 },
  { ...plain, spec: MAKER, interval: 1 },
];

export const SPEC_NAMES = SPECS.map(({ spec }) => spec);
/** Those that producers add to as a rule. */
export const STOCKED = SPEC_NAMES.filter((name) => name !== MAKER);

/** Where the output of a work spec goes; undefined for nowhere. */
export function successorOf(spec: string): string | undefined {
  return SPECS.find((each) => each.spec === spec)?.successor || undefined;
}

/** What the workers name as their parents. */
export const PARENTS = [`${PREFIX}parent-a`, `${PREFIX}parent-b`];

/** The namespace of the locks, and how many groups of them there are. */
export const LOCKS = `${PREFIX}locks`;
export const LOCK_GROUPS = 5;

/** The longest lease and lock that the workload takes, in seconds. */
export const LONGEST = 4;
