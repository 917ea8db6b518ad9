// The work specs of the workload, and what is special about each.
import type { Request } from "../history/call.ts";

type SetSpec = Request & { do: "set-spec" };

/** Every name starts so: a run must not touch what else is in the daemon. */
const PREFIX = "stress-";

/** Units whose output goes on to the next, the next, one that few may work at, and one that is paused now and then. */
export const LINE = `${PREFIX}line`;
export const NEXT = `${PREFIX}next`;
export const FEW = `${PREFIX}few`;
export const GATE = `${PREFIX}gate`;

export const SPECS: readonly SetSpec[] = [
  { do: "set-spec", spec: NEXT, successor: "", maxRunning: 0, maxGetwork: 0 },
  { do: "set-spec", spec: LINE, successor: NEXT, maxRunning: 0, maxGetwork: 0 },
  { do: "set-spec", spec: FEW, successor: "", maxRunning: 4, maxGetwork: 0 },
  { do: "set-spec", spec: GATE, successor: "", maxRunning: 0, maxGetwork: 3 },
];

export const SPEC_NAMES = SPECS.map(({ spec }) => spec);

/** The namespace of the locks, and how many groups of them there are. */
export const LOCKS = `${PREFIX}locks`;
export const LOCK_GROUPS = 5;

/** The longest lease and lock that the workload takes, in seconds. */
export const LONGEST = 4;
