// The daemon under test: one that is already running at an address, or one that the tool starts from a command line.
import type { Duplex } from "node:stream";
import { type Address, formatAddress } from "./address.ts";
import { type Child, startCommand } from "./command.ts";
import { callOn, type FirstCall } from "./first-call.ts";
import { createWire, dial } from "./wire.ts";

export type Daemon = {
  /** For messages: the address, or the command line. */
  readonly name: string;
  /** True if the tool started it, so that its data may be deleted. */
  readonly owned: boolean;
  connect(): Promise<Duplex>;
  /** How a daemon that exited by itself ended, with the end of its stderr; undefined while it runs. */
  crash(): string | undefined;
  /** A new process of the same command; only for an owned daemon. @throws DaemonError */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** A daemon started by the tool, for callers that open their own connections. */
export type StartedDaemon = Daemon & {
  /** Where it listens now; another port after a restart. */
  address(): Address;
  /** Writes a line to its stdin, if StartOptions.listens is set. */
  tell(line: string): void;
  /** The id of the current process, which leads a process group; undefined if there is none. */
  pid(): number | undefined;
};

type DaemonErrorCode = "not-listening" | "not-ready" | "start-failed" | "crashed" | "cannot-restart" | "interrupted";

/** Thrown for a daemon that cannot be measured: not started, not reachable, or exited. */
export class DaemonError extends Error {
  override readonly name = "DaemonError";
  readonly code: DaemonErrorCode;
  /** What the daemon was asked while it started, and what came, if it was reached at all. */
  readonly first: FirstCall | undefined;
  constructor(code: DaemonErrorCode, message: string, options?: ErrorOptions & { first?: FirstCall | undefined }) {
    super(message, options);
    this.code = code;
    this.first = options?.first;
  }
}

/** The time limit for the first reply, and a signal to stop waiting. */
export type StartOptions = {
  readonly milliseconds: number;
  /** The time limit once it accepts connections; by default the same. */
  readonly acceptedMilliseconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Name for messages, by default the command line. */
  readonly name?: string;
  /** Whether the started daemon reads lines on its stdin: see StartedDaemon.tell(). */
  readonly listens?: boolean;
  /** The first process of the command, if it has been started. */
  readonly child?: Promise<Child> | undefined;
};

/** A daemon that is already running. @throws DaemonError when it does not answer within `milliseconds` */
export async function daemonAt(address: Address, options: StartOptions): Promise<Daemon> {
  const { signal } = options;
  const name = formatAddress(address);
  const missed = await untilReady(address, options, () => false);
  if (signal?.aborted) throw new DaemonError("interrupted", `interrupted while waiting for ${name}`);
  if (missed !== undefined) throw new DaemonError("not-listening", `${name} does not answer: ${missed.why}`, missed);
  return {
    name,
    owned: false,
    connect: () => dial(address, { signal }),
    crash: () => undefined,
    restart: () => Promise.reject(new DaemonError("cannot-restart", `${name} was not started by this tool`)),
    stop: () => Promise.resolve(),
  };
}

/** A server in the same process, reached through `connect`: its data may be deleted, and it cannot be restarted. */
export function daemonBehind(connect: Daemon["connect"], name = "the server under test"): Daemon {
  const done = () => Promise.resolve();
  return { name, owned: true, connect, crash: () => undefined, restart: done, stop: done };
}

/**
 * A daemon started from a command line on a free port of 127.0.0.1; `{port}` in its arguments becomes that port.
 * @throws DaemonError when it doesn't answer within `milliseconds`, or ends before
 */
export async function startDaemon(command: readonly string[], options: StartOptions): Promise<StartedDaemon> {
  const { signal, listens, child: first, name = command.join(" ") } = options;
  const start = async (started = startCommand(command, listens)) => {
    const child = await started;
    const missed = await untilReady(child.address, options, () => child.ended() !== undefined);
    if (missed === undefined) return child;
    const ended = child.ended();
    await child.stop();
    if (signal?.aborted) throw new DaemonError("interrupted", "interrupted while the daemon was starting");
    if (ended !== undefined) throw new DaemonError("start-failed", `${name} ${ended}${child.stderrTail()}`);
    const waited = `${name} did not answer on ${formatAddress(child.address)} within ${missed.milliseconds / 1000} s`;
    throw new DaemonError("not-ready", `${waited}: ${missed.why}${child.stderrTail()}`, missed);
  };
  let child = await start(first);
  return {
    name,
    owned: true,
    address: () => child.address,
    tell: (line) => child.tell(line),
    pid: () => child.pid,
    connect: () => dial(child.address, { signal }),
    crash: () => {
      const ended = child.ended();
      return ended === undefined ? undefined : `${name} ${ended}${child.stderrTail()}`;
    },
    async restart() {
      await child.stop();
      child = await start();
    },
    stop: () => child.stop(),
  };
}

/** Why it was given up, what came, and after how long. */
type Missed = { readonly why: string; readonly first?: FirstCall; readonly milliseconds: number };

/**
 * Calls it until it replies; returns what was missed if it never does. Every known daemon has one of the two methods
 * called.
 */
async function untilReady(
  address: Address,
  { milliseconds, acceptedMilliseconds = milliseconds, signal }: StartOptions,
  gone: () => boolean,
): Promise<Missed | undefined> {
  let limit = milliseconds;
  let deadline = Date.now() + limit;
  let missed: Omit<Missed, "milliseconds"> | undefined;
  let most = FIRST_LOOK_MILLISECONDS;
  for (let left = limit; left > 0 && !gone() && signal?.aborted !== true; left = deadline - Date.now()) {
    for (const [method, params] of QUESTIONS) {
      const time = Math.min(deadline - Date.now(), most, acceptedMilliseconds);
      const answer = await askOnce(address, method, params, { milliseconds: time, signal });
      if (answer === undefined) return undefined;
      if (answer.first !== undefined && missed?.first === undefined) {
        limit = Math.min(limit, acceptedMilliseconds);
        deadline = Math.min(deadline, Date.now() + limit);
      }
      // What is missed in the last moments says less than what was seen before.
      if (missed?.first === undefined || time >= FIRST_LOOK_MILLISECONDS) missed = answer;
      // Not reached: the next call begins with the first method again.
      if (answer.first === undefined) break;
    }
    if (missed?.first !== undefined) most *= 2;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
  }
  return { why: "no time was given", ...missed, milliseconds: limit };
}

const QUESTIONS = [
  ["worker_stats", ""],
  ["list_work_specs", "{}"],
] as const;

const RETRY_MILLISECONDS = 20;
/** How long the first questions wait; the next ones twice as long each time, for a daemon that is slow. */
const FIRST_LOOK_MILLISECONDS = 500;

async function askOnce(
  address: Address,
  method: string,
  params: string,
  { milliseconds, signal }: StartOptions,
): Promise<Omit<Missed, "milliseconds"> | undefined> {
  let stream: Duplex;
  try {
    stream = await dial(address, { milliseconds, signal });
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
  const wire = createWire(stream);
  const destroy = () => wire.destroy();
  signal?.addEventListener("abort", destroy);
  const limit = { silence: milliseconds, total: milliseconds };
  const { made: first, isAnswered, closed, flooded } = await callOn(wire, method, params, limit);
  signal?.removeEventListener("abort", destroy);
  wire.destroy();
  if (isAnswered) return undefined;
  if (flooded !== undefined) return { why: `${flooded}, and no reply`, first };
  if (first.received.length > 0) return { why: `it answers with bytes that are no frame; ${first.fault?.says}`, first };
  const why = closed ? "it closes the connection without a reply" : "it accepts connections but does not reply";
  return { why, first };
}
