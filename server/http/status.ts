// The daemon's status for the status page: counts, and lists of bounded length, as plain JSON values.
import { Buffer } from "node:buffer";
import type { Moment } from "../domain/clock.ts";
import type { WorkSpec } from "../domain/work-spec.ts";
import type { Daemon } from "../rpc/method.ts";
import type { CallLog, MethodCount, RecentCall } from "./call-log.ts";
import { eachSpec } from "./spec-survey.ts";

/** The data that the status is read from. */
export type StatusSource = {
  daemon: Daemon;
  calls: CallLog;
  /** Time of the daemon's start. */
  startedAt: Moment;
  /** Number of connected clients. */
  connections(): number;
  /** Whether clients can connect: the daemon listens and is not shutting down. */
  isReady(): boolean;
};

/** Maximum number of work specs listed, and of workers. */
export const MAX_LISTED = 100;

/** Maximum number of expired leases and delays of a work spec processed in one step; the rest is processed the next time. */
const ENDING_AT_ONCE = 100;

/** Maximum length of a shown name, in characters. */
const MAX_NAME = 200;

export type UnitCounts = {
  /** Units that can be handed out now. */
  available: number;
  /** Units that become available when their delay is over. */
  delayed: number;
  pending: number;
  finished: number;
  failed: number;
};

type SpecStatus = UnitCounts & {
  name: string;
  paused: boolean;
  continuous: boolean;
  priority: number;
  weight: number;
};

type WorkerStatus = {
  id: string;
  mode: string;
  /** Id of the parent worker; "" for none. */
  parent: string;
  /** Seconds until the worker's record expires unless it sends another heartbeat. */
  expiresIn: number;
};

export type Status = {
  /** Current time of the daemon, in seconds since the epoch. */
  now: number;
  startedAt: number;
  ready: boolean;
  /** Totals over all work specs and workers, listed or not. */
  totals: UnitCounts & { specs: number; workers: number; connections: number; calls: number; rejected: number };
  /** Work specs ordered by name, at most MAX_LISTED, starting at the requested name. */
  specs: SpecStatus[];
  /** The name at which the next list starts; null if no work specs follow. */
  nextSpec: string | null;
  /** The first MAX_LISTED workers, ordered by id. */
  workers: WorkerStatus[];
  methods: MethodCount[];
  /** The last calls, newest first. */
  recent: RecentCall[];
};

/** Reads the status. @param from lists work specs whose names are not before this one */
export async function statusOf(source: StatusSource, from = ""): Promise<Status> {
  const { queue } = source.daemon;
  const { now } = queue;
  const counts = source.calls.counts();
  const start = Buffer.from(from, "utf8").toString("latin1");
  const totals = { specs: 0, available: 0, delayed: 0, pending: 0, finished: 0, failed: 0 };
  const listed: SpecStatus[] = [];
  let nextSpec: string | null = null;
  for await (const specs of eachSpec(queue)) {
    for (const spec of specs) {
      const units = countUnits(spec, now);
      totals.specs++;
      for (const state of UNIT_STATES) totals[state] += units[state];
      if (spec.name < start) continue;
      if (listed.length < MAX_LISTED) listed.push(specStatus(spec, units));
      else nextSpec ??= shown(spec.name);
    }
  }
  return {
    now: queue.time.wall,
    startedAt: queue.time.wallAt(source.startedAt),
    ready: source.isReady(),
    totals: {
      ...totals,
      workers: queue.workerRecords.size,
      connections: source.connections(),
      calls: counts.reduce((sum, { calls }) => sum + calls, 0),
      rejected: source.calls.rejected,
    },
    specs: listed,
    nextSpec,
    workers: listWorkers(source.daemon, now),
    methods: counts,
    recent: source.calls.recent().map((call) => ({ ...call, error: call.error === null ? null : shown(call.error) })),
  };
}

export const UNIT_STATES = ["available", "delayed", "pending", "finished", "failed"] as const;

/** Counts the units of a work spec, after processing expired leases and delays (a limited number of them, see ENDING_AT_ONCE). */
export function countUnits({ units, holdable }: WorkSpec, now: number): UnitCounts {
  if (!holdable.isHeld) units.advance(now, ENDING_AT_ONCE);
  const available = units.readyCount;
  return {
    available,
    delayed: units.count("available") - available,
    pending: units.count("pending"),
    finished: units.count("finished"),
    failed: units.count("failed"),
  };
}

/** Decodes a binary string (one character a byte) as UTF-8, cut to MAX_NAME; invalid bytes become U+FFFD. */
export function shown(binary: string): string {
  const text = Buffer.from(binary.slice(0, 4 * MAX_NAME), "latin1").toString("utf8");
  const characters = [...text];
  return characters.length > MAX_NAME ? `${characters.slice(0, MAX_NAME - 1).join("")}…` : text;
}

function specStatus({ name, settings }: WorkSpec, units: UnitCounts): SpecStatus {
  const { paused, continuous, priority, weight } = settings;
  return { name: shown(name), paused, continuous, priority: Number(priority), weight: Number(weight), ...units };
}

function listWorkers({ queue }: Daemon, now: number): WorkerStatus[] {
  const listed: WorkerStatus[] = [];
  for (const { id, mode, parent, expires } of queue.workerRecords.all()) {
    if (listed.length === MAX_LISTED) break;
    listed.push({ id: shown(id), mode: shown(mode), parent: shown(parent), expiresIn: expires - now });
  }
  return listed;
}
