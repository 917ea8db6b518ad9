// A daemon's time, and whether it passes: where a test sets the clock it stands still until it is told otherwise, and no lease ends.
import { randomUUID } from "node:crypto";
import { requestFrame } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import type { Daemon } from "./daemon.ts";
import { ask } from "./isolate.ts";
import { createWire, type Wire } from "./wire.ts";

/** Long enough for a time in whole seconds to be another one. */
const MILLISECONDS_BETWEEN = 1_100;
/** Seconds that pass at least meanwhile where time passes at all. */
const LEAST_SECONDS = 0.5;

/**
 * Looks at the daemon's time twice, and leaves nothing behind.
 * @param milliseconds for a reply
 * @param wait passes the time between
 * @returns false too where it does not tell its time
 * @throws the socket's error when nobody listens
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
 * What its now() says, in seconds since the epoch; undefined where it says nothing, or no number.
 * @param milliseconds for the reply
 * @throws the socket's error when nobody listens
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

/** In seconds, from whenever: what now() says, or when a lease of a minute that begins now would end. */
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
