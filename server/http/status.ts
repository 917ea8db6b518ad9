// The state of the daemon as the status page shows it: counts, and lists of bounded length. Plain JSON values.
import { Buffer } from "node:buffer";
import type { Moment } from "../domain/clock.ts";
import type { WorkSpec } from "../domain/work-spec.ts";
import type { Daemon } from "../rpc/method.ts";
import type { CallLog, MethodCount, RecentCall } from "./call-log.ts";
import { eachSpec } from "./spec-survey.ts";

/** What there is to look at. */
export type StatusSource = {
  daemon: Daemon;
  calls: CallLog;
  /** When the daemon started. */
  startedAt: Moment;
  /** How many clients are connected. */
  connections(): number;
  /** Whether clients can connect: it listens and is not shutting down. */
  isReady(): boolean;
};

/** Work specs and workers listed at most. */
export const MAX_LISTED = 100;

/** Leases and delays of a spec that end in one go; the rest is seen next time. */
const ENDING_AT_ONCE = 100;

/** Characters of a name shown at most. */
const MAX_NAME = 200;

export type UnitCounts = {
  /** Could be handed out now. */
  available: number;
  /** Will be available when their delay is over. */
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
  /** "" for none. */
  parent: string;
  /** Seconds until its record goes unless it sends another heartbeat. */
  expiresIn: number;
};

export type Status = {
  /** The daemon's time, in seconds since the epoch. */
  now: number;
  startedAt: number;
  ready: boolean;
  /** Of all specs and workers, listed or not. */
  totals: UnitCounts & { specs: number; workers: number; connections: number; calls: number; rejected: number };
  /** Work specs by name, at most MAX_LISTED from the first that was asked for. */
  specs: SpecStatus[];
  /** The name of the first spec left, null if none is. */
  nextSpec: string | null;
  /** Workers by id, the first MAX_LISTED. */
  workers: WorkerStatus[];
  methods: MethodCount[];
  /** Newest first. */
  recent: RecentCall[];
};

/** @param from the listed specs start with the first whose name is not before this */
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

/** Counts the units of a spec, its leases and delays brought up to now, or some way towards it where they are very many. */
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

/** The text that a binary string of the wire stands for, cut to MAX_NAME; bytes that are not UTF-8 become U+FFFD. */
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
