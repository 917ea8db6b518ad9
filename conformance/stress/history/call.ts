// The entries of a history: calls with their replies and times, and events of the daemon. Contains only what the
// checker needs. Times are whole microseconds since the start of the history.

export type AddedUnit = { readonly key: string; readonly priority: number /** In seconds. */; readonly delay: number };

export type Request =
  | {
      readonly do: "set-spec";
      readonly spec: string;
      /** Name of the work spec that gets the output, or "". */
      readonly successor: string;
      /** 0 for no limit, as in the next. */
      readonly maxRunning: number;
      readonly maxGetwork: number;
      readonly maxRetries: number;
      /** Seconds between units that it makes by itself; -1 for one that makes none. */
      readonly interval: number;
    }
  | { readonly do: "add"; readonly spec: string; readonly units: readonly AddedUnit[] }
  | {
      readonly do: "get-work";
      readonly worker: string;
      /** Empty: all. */
      readonly specs: readonly string[];
      readonly most: number;
      /** In seconds. */
      readonly lease: number;
    }
  | {
      readonly do: "update";
      readonly spec: string;
      readonly key: string;
      /** As on the wire: 1 available, 3 pending, 4 finished, 5 failed; 0: none given. */
      readonly status: number;
      /** In seconds; 0: none given. */
      readonly lease: number;
      readonly worker: string;
      /** The units in the output; none: the data has no output. */
      readonly output: readonly AddedUnit[];
    }
  | {
      readonly do: "prioritize";
      readonly spec: string;
      readonly keys: readonly string[];
      readonly priority: number;
      /** Whether it is set, or added to what the units have; both: it is set, and an adjustment comes with it, which must not count. */
      readonly by: PriorityChange;
    }
  | {
      readonly do: "control";
      readonly spec: string;
      /** "" leaves it as it is. */
      readonly status: "" | "running" | "paused";
      /** -1 leaves it as it is. */
      readonly maxRunning: number;
    }
  | {
      readonly do: "delete";
      readonly spec: string;
      readonly keys: readonly string[];
      /** Only units of this status; 0: any. */
      readonly status: number;
    }
  | { readonly do: "status"; readonly spec: string; readonly keys: readonly string[] }
  | {
      readonly do: "list";
      readonly spec: string;
      /** Only units of this status; 0: any. */
      readonly status: number;
      /** Only keys greater than this one. */
      readonly after: string;
      readonly limit: number;
    }
  | { readonly do: "count"; readonly spec: string }
  | {
      readonly do: "heartbeat";
      readonly worker: string;
      /** In seconds. */
      readonly lifetime: number;
      /** "" for none. */
      readonly parent: string;
    }
  | { readonly do: "unregister"; readonly worker: string }
  | { readonly do: "workers" }
  /** What the children of a worker were handed. */
  | { readonly do: "children"; readonly worker: string }
  /** Deletes every work spec with its units. */
  | { readonly do: "clear" }
  | { readonly do: "lock"; readonly owner: string; readonly seconds: number; readonly path: readonly string[] }
  | { readonly do: "renew-lock"; readonly owner: string; readonly seconds: number; readonly path: readonly string[] }
  | { readonly do: "unlock"; readonly owner: string; readonly path: readonly string[] }
  | { readonly do: "read-lock"; readonly path: readonly string[] };

type PriorityChange = "priority" | "adjustment" | "both";

export type UnitStatus = { readonly status: number /** "" for none. */; readonly worker: string };

export type Answer =
  /** No answer came: the call may have been carried out, or not. */
  | { readonly is: "none" }
  | { readonly is: "error"; readonly message: string }
  /** Something came that is no reply to this call. */
  | { readonly is: "garbled"; readonly message: string }
  | { readonly is: "done"; readonly done: boolean }
  /** Of a get-work: no keys for no work. */
  | { readonly is: "work"; readonly spec: string; readonly keys: readonly string[] }
  | { readonly is: "keys"; readonly keys: readonly string[] }
  /** In the order of the keys asked for; null for a unit that is not there. */
  | { readonly is: "statuses"; readonly statuses: readonly (UnitStatus | null)[] }
  /** Units by status: available, pending, finished, failed. */
  | { readonly is: "counts"; readonly counts: readonly [number, number, number, number] }
  | { readonly is: "number"; readonly number: number }
  | { readonly is: "children"; readonly children: readonly Child[] }
  | { readonly is: "owner"; readonly owner: string | null };

/** A child of a worker, and the units that it was handed; `worker` of a unit is whose it is now, "" for nobody's. */
export type Child = {
  readonly worker: string;
  readonly units: readonly { readonly spec: string; readonly key: string; readonly worker: string }[];
};

export type Call = {
  readonly client: number;
  readonly start: number;
  /** When the answer was there, or when it was known that none would come. */
  readonly end: number;
  readonly request: Request;
  readonly answer: Answer;
};

/** The daemon was ended and started again: from `start` on nobody was answered, until `end`. */
export type Restart = {
  readonly start: number;
  readonly end: number /** Whether it was to keep what it held. */;
  readonly durable: boolean;
};

/** Something was done to the daemon or to a client, for those who read the history. */
export type FaultNote = {
  readonly start: number;
  readonly end: number;
  readonly fault: string;
  readonly client: number;
};

/** What the tool saw beside the calls: the daemon died. Its kind is that of a violation. */
export type Complaint = { readonly time: number; readonly kind: string; readonly what: string };

export type Entry =
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "restart"; readonly restart: Restart }
  | { readonly kind: "fault"; readonly note: FaultNote }
  | { readonly kind: "complaint"; readonly complaint: Complaint }
  /** Why a fault that was asked for cannot strike. */
  | { readonly kind: "hindered"; readonly fault: string; readonly why: string }
  /** Every call that began before this time and is not in the history by now never got an end. */
  | { readonly kind: "mark"; readonly time: number };
