// The work specs of the workload and their settings.
import type { Request } from "../history/call.ts";

type SetSpec = Request & { do: "set-spec" };

/** Prefix of all names, so that a run does not touch other data in the daemon. */
const PREFIX = "stress-";

/**
 * The work specs: LINE, NEXT and LAST form a chain by their outputs; FEW has a max_running; GATE is paused from time to time; TRIES
 * has a max_retries; MAKER is continuous.
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
/** The work specs to which producers add units. */
export const STOCKED = SPEC_NAMES.filter((name) => name !== MAKER);

/** The work spec to which the output of a work spec is added; undefined for none. */
export function successorOf(spec: string): string | undefined {
  return SPECS.find((each) => each.spec === spec)?.successor || undefined;
}

/** Ids that workers give as their parents. */
export const PARENTS = [`${PREFIX}parent-a`, `${PREFIX}parent-b`];

/** The namespace of the locks. */
export const LOCKS = `${PREFIX}locks`;
export const LOCK_GROUPS = 5;

/** Maximum duration of the workload's leases and locks, in seconds. */
export const LONGEST = 4;
