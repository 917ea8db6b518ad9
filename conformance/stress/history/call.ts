// The entries of a history: calls with their replies and times, and events of the daemon. Contains only what the
// checker needs. Times are whole microseconds since the start of the history.

export type AddedUnit = { readonly key: string; readonly priority: number /** In seconds. */; readonly delay: number };

export type Request =
  | {
      readonly do: "set-spec";
      readonly spec: string;
      /** Name of the work spec to which the output is added (`then`), or "" for none. */
      readonly successor: string;
      /** 0 for no limit, as for `maxGetwork` and `maxRetries`. */
      readonly maxRunning: number;
      readonly maxGetwork: number;
      readonly maxRetries: number;
      /** Minimum seconds between two generated units of a continuous work spec; -1 for one that is not continuous. */
      readonly interval: number;
    }
  | { readonly do: "add"; readonly spec: string; readonly units: readonly AddedUnit[] }
  | {
      readonly do: "get-work";
      readonly worker: string;
      /** Names of the requested work specs; empty for all. */
      readonly specs: readonly string[];
      readonly most: number;
      /** In seconds. */
      readonly lease: number;
    }
  | {
      readonly do: "update";
      readonly spec: string;
      readonly key: string;
      /** As on the wire: 1 available, 3 pending, 4 finished, 5 failed; 0 if the call gives none. */
      readonly status: number;
      /** In seconds; 0 if the call gives none. */
      readonly lease: number;
      readonly worker: string;
      /** The units in the output; empty if the data has no output. */
      readonly output: readonly AddedUnit[];
    }
  | {
      readonly do: "prioritize";
      readonly spec: string;
      readonly keys: readonly string[];
      readonly priority: number;
      /** "priority" sets it, "adjustment" adds to it; "both" sets it and sends an adjustment too, which must be ignored. */
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
  /** get_child_work_units: the units that the children of a worker were handed. */
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
  /** No reply: the call may have taken effect or not. */
  | { readonly is: "none" }
  | { readonly is: "error"; readonly message: string }
  /** Bytes arrived that are not a valid reply to this call. */
  | { readonly is: "garbled"; readonly message: string }
  | { readonly is: "done"; readonly done: boolean }
  /** Reply to a get-work; `keys` is empty if there was no work. */
  | { readonly is: "work"; readonly spec: string; readonly keys: readonly string[] }
  | { readonly is: "keys"; readonly keys: readonly string[] }
  /** In the order of the requested keys; null for a unit that does not exist. */
  | { readonly is: "statuses"; readonly statuses: readonly (UnitStatus | null)[] }
  /** Numbers of units: available, pending, finished, failed. */
  | { readonly is: "counts"; readonly counts: readonly [number, number, number, number] }
  | { readonly is: "number"; readonly number: number }
  | { readonly is: "children"; readonly children: readonly Child[] }
  | { readonly is: "owner"; readonly owner: string | null };

/** A child of a worker with the units it was handed; `worker` of a unit is its current holder, "" for none. */
export type Child = {
  readonly worker: string;
  readonly units: readonly { readonly spec: string; readonly key: string; readonly worker: string }[];
};

export type Call = {
  readonly client: number;
  readonly start: number;
  /** When the reply arrived, or when the call was given up. */
  readonly end: number;
  readonly request: Request;
  readonly answer: Answer;
};

/** The daemon was stopped and started again: between `start` and `end` no call was answered. */
export type Restart = {
  readonly start: number;
  readonly end: number /** Whether the daemon was expected to keep its data. */;
  readonly durable: boolean;
};

/** A fault was injected into the daemon or a client. For the report only; the checker ignores it. */
export type FaultNote = {
  readonly start: number;
  readonly end: number;
  readonly fault: string;
  readonly client: number;
};

/** A violation seen outside the calls, for example that the daemon died. `kind` is a kind of violation. */
export type Complaint = { readonly time: number; readonly kind: string; readonly what: string };

export type Entry =
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "restart"; readonly restart: Restart }
  | { readonly kind: "fault"; readonly note: FaultNote }
  | { readonly kind: "complaint"; readonly complaint: Complaint }
  /** Why a requested fault cannot be injected. */
  | { readonly kind: "hindered"; readonly fault: string; readonly why: string }
  /** All calls that started before this time are already in the history. */
  | { readonly kind: "mark"; readonly time: number };
