// Reads the daemon's clock, and detects one that stands still, as a test clock does: then no lease ever expires.
import { randomUUID } from "node:crypto";
import { requestFrame } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import type { Daemon } from "./daemon.ts";
import { ask } from "./isolate.ts";
import { createWire, type Wire } from "./wire.ts";

/** Long enough for a time in whole seconds to change. */
const MILLISECONDS_BETWEEN = 1_100;
/** Fewest seconds that a running clock advances in that time. */
const LEAST_SECONDS = 0.5;

/**
 * Reads the daemon's time twice, and leaves no data behind.
 * @param milliseconds time limit for a reply
 * @param wait waits between the two readings
 * @returns whether the clock stands still; false if the daemon's time cannot be determined
 * @throws the socket's error when nothing listens
 */
export async function standsStill(
  daemon: Pick<Daemon, "connect">,
  milliseconds: number,
  wait: (milliseconds: number) => Promise<void>,
): Promise<boolean> {
  const wire = createWire(await daemon.connect());
  try {
    const first = await timeOf(wire, milliseconds);
    if (first === undefined) return false;
    await wait(MILLISECONDS_BETWEEN);
    const second = await timeOf(wire, milliseconds);
    return second !== undefined && second - first < LEAST_SECONDS;
  } finally {
    wire.destroy();
  }
}

/**
 * The result of now(), in seconds since the epoch; undefined if there is none, or it is not a number.
 * @param milliseconds time limit for the reply
 * @throws the socket's error when nothing listens
 */
export async function daemonTime(daemon: Pick<Daemon, "connect">, milliseconds: number): Promise<number | undefined> {
  const wire = createWire(await daemon.connect());
  try {
    const now = await askNow(wire, milliseconds);
    return now === undefined ? undefined : numberAt(now, "result");
  } finally {
    wire.destroy();
  }
}

/** Seconds since an unspecified origin: the result of now(), or else the expiration of a lease of one minute. */
async function timeOf(wire: Wire, milliseconds: number): Promise<number | undefined> {
  const now = await askNow(wire, milliseconds);
  return now === undefined ? undefined : (numberAt(now, "result") ?? (await endOfLease(wire, milliseconds)));
}

async function askNow(wire: Wire, milliseconds: number): Promise<Uint8Array | undefined> {
  return (await ask(wire, [requestFrame(1, "now", "")], milliseconds))?.[0];
}

async function endOfLease(wire: Wire, milliseconds: number): Promise<number | undefined> {
  const name = `probe-${randomUUID()}`;
  const calls = [
    requestFrame(1, "set_work_spec", `{'name': '${name}'}`),
    requestFrame(2, "add_work_units", `'${name}', [['u', {}]]`),
    requestFrame(3, "get_work", `'probe', {'work_spec_names': ['${name}'], 'lease_time': 60}`),
    requestFrame(4, "get_work_unit_status", `'${name}', ['u']`),
    requestFrame(5, "del_work_spec", `'${name}'`),
  ];
  const status = (await ask(wire, calls, milliseconds))?.[3];
  return status === undefined ? undefined : numberAt(status, "[0][0].expiration");
}

function numberAt(reply: Uint8Array, path: string): number | undefined {
  const item = findItem(reply, path)?.item;
  return item?.kind === "int" || item?.kind === "float" ? Number(item.value) : undefined;
}
