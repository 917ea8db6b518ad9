// The command line of `coordinated`, with the flags of the Go daemon. Everything that belongs to the process is passed
// in.
import { parseArgs } from "node:util";
import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { readConfigFile } from "./config-file.ts";
import { eventLog, type LogStream } from "./event-log.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { LogFormat } from "./log.ts";
import { mostOfHeap } from "./machine-memory.ts";
import { type Address, createServer, DEFAULT_ADDRESS } from "./server.ts";
import { createTestClock, followLines } from "./test-clock.ts";
import { whenIdle } from "./when-idle.ts";

export const HELP = `Usage: coordinated [flags]

The Coordinate reference daemon: an in-memory job queue for the Python 2.7 client and any other client of its protocol.
Flags may start with one dash or two.

  -cborrpc [HOST]:PORT   where to listen (default ${DEFAULT_ADDRESS.host}:${DEFAULT_ADDRESS.port}); without HOST: on all interfaces;
                         with port 0: on a free port
  -http [HOST]:PORT      serve a status page, /metrics for Prometheus, /healthz and /readyz here (default: off)
  -config FILE           YAML configuration that clients can request
  -log-requests          log each request as one line on stderr
  -log-format FORMAT     text (default) or json
  -max-frame-bytes N     largest request, in bytes (default ${DEFAULT_LIMITS.maxFrameBytes})
  -max-items N           most CBOR items in a request (default ${DEFAULT_LIMITS.maxItems})
  -max-reply-bytes N     largest reply, in bytes (default ${DEFAULT_LIMITS.maxReplyBytes})
  -max-buffered-bytes N  unsent reply bytes of a client at which its requests are no longer read (default ${DEFAULT_LIMITS.maxBufferedBytes})
  -max-memory N          bytes that clients can make it use for stored data and messages in transit, also as 500M or 2G
                         (default: half the memory of the machine, its cgroup or ulimit -v, at most half of V8's heap;
                         here ${DEFAULT_LIMITS.maxMemory}). Above it, calls that would store more get an error reply, and the
                         connections that use most are closed
  -max-connections N     most clients connected at the same time (default ${DEFAULT_LIMITS.maxConnections})
  -max-connections-per-address N
                         most clients from one address (default: three quarters of -max-connections)
  -test-clock            for tests: the clock stands still, and a line 'advance SECONDS' on stdin advances it; on a
                         loopback address only
  -frame-timeout S       seconds within which a request must arrive completely (default ${DEFAULT_LIMITS.frameMillis / 1000})
  -idle-timeout S        seconds after which the connection of a client that sends nothing is closed (default 0: never)
  -http-hosts A,B        host names under which browsers may open the status page, besides its addresses, localhost and
                         the system's own name; for other names only the probes are answered
  -help, -version

It prints 'listening on HOST:PORT' when it is ready, then, with -http, 'status page on URL'. On SIGTERM or SIGINT it sends
the replies to calls in progress and stops; on a second signal it stops at once.

Examples:
  coordinated
  coordinated -cborrpc 127.0.0.1:0 -config global.yaml -log-requests
  coordinated -http 127.0.0.1:5980
`;

export type Surroundings = {
  stdout: { write(text: string): unknown };
  stderr: LogStream;
  /** Called only when stdin is to be read; otherwise it is never opened. */
  stdin: () => NodeJS.ReadableStream;
  /** Aborting it stops the daemon. */
  stop: AbortSignal;
  version: string;
  /** Runs work that blocks for seconds, before any client is served. */
  longWork?: <T>(work: () => T) => T;
  /** Called after some time without any call, with the number of bytes that the daemon stores for clients. */
  onIdle?: (heldBytes: number) => void;
};

type Flags = {
  address: Address;
  http: Address | null;
  httpHosts: readonly string[];
  configFile: string | null;
  logRequests: boolean;
  logFormat: LogFormat;
  limits: Partial<Limits>;
  testClock: boolean;
};

class FlagError extends Error {
  override readonly name = "FlagError";
  readonly code = "usage";
}

/**
 * Runs the daemon until it is stopped.
 * @returns the exit code: 0 stopped, 1 could not listen, 2 wrong flags or config
 */
export async function cli(argv: readonly string[], around: Surroundings): Promise<number> {
  const fail = (code: number, message: string) => {
    around.stderr.write(`coordinated: ${message}\n`);
    return code;
  };
  let flags: Flags;
  let config: Config | undefined;
  try {
    const parsed = parseFlags(argv);
    if (typeof parsed === "string") {
      around.stdout.write(parsed === "help" ? HELP : `coordinated ${around.version}\n`);
      return 0;
    }
    flags = parsed;
    if (flags.configFile !== null) config = await readConfigFile(flags.configFile, around);
  } catch (error) {
    if (around.stop.aborted) return 0;
    if (error instanceof FlagError || error instanceof ConfigError) return fail(2, error.message);
    throw error;
  }
  const heap = mostOfHeap();
  if ((flags.limits.maxMemory ?? 0) > heap) {
    around.stderr.write(
      `coordinated: warning: -max-memory is ${heap}, since V8's heap holds no more; NODE_OPTIONS=--max-old-space-size=N makes it larger\n`,
    );
    flags.limits.maxMemory = heap;
  }
  const events = eventLog(around.stderr, flags.logFormat, () => Date.now());
  const clock = flags.testClock ? createTestClock(Date.now() / 1000) : undefined;
  const server = createServer({
    ...(clock === undefined ? {} : { clock }),
    ...(config === undefined ? {} : { config }),
    ...(flags.http === null ? {} : { http: flags.http }),
    httpHosts: flags.httpHosts,
    limits: flags.limits,
    logRequests: flags.logRequests,
    log: events.log,
  });
  let address: Address;
  try {
    address = await server.start(flags.address);
  } catch (error) {
    return fail(
      1,
      `cannot listen on ${placeOf(error, flags)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (server.openInterfaces.rpc) {
    around.stderr.write("coordinated: warning: open on all interfaces, and the protocol has no authentication\n");
  }
  around.stdout.write(`listening on ${printed(address)}\n`);
  if (server.httpAddress !== null) {
    if (server.openInterfaces.http) {
      around.stderr.write("coordinated: warning: the status page is open on all interfaces\n");
    }
    around.stdout.write(`status page on http://${printed(server.httpAddress)}/\n`);
  }
  if (clock !== undefined) {
    around.stderr.write("coordinated: warning: a test clock: time stands still\n");
    followLines(around.stdin(), clock, (text) => around.stdout.write(`${text}\n`), around.stop);
  }
  const stopLooking = whenIdle(
    () => server.load.activity,
    () => around.onIdle?.(server.load.heldBytes),
  );
  await aborted(around.stop);
  stopLooking();
  await server.close();
  events.flush();
  return 0;
}

/** The address that could not be listened on, according to the error of node:net. */
function placeOf(error: unknown, { address, http }: Flags): string {
  const port = error instanceof Error && "port" in error ? error.port : address.port;
  return printed(http !== null && port === http.port && port !== address.port ? http : address);
}

function printed({ host, port }: Address): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function parseFlags(argv: readonly string[]): Flags | "help" | "version" {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(argv);
  } catch (error) {
    throw new FlagError(error instanceof Error ? (error.message.split(/\. |\.?\n/)[0] ?? "") : String(error));
  }
  if (values.help === true) return "help";
  if (values.version === true) return "version";
  const format = values["log-format"] ?? "text";
  if (format !== "text" && format !== "json") throw new FlagError(`-log-format must be text or json, not '${format}'`);
  const address = values.cborrpc === undefined ? DEFAULT_ADDRESS : parseAddress("cborrpc", values.cborrpc);
  const testClock = values["test-clock"] ?? false;
  if (testClock && !isLoopback(address.host)) {
    throw new FlagError(`-test-clock is for a loopback address, not for '${address.host}'`);
  }
  return {
    address,
    testClock,
    http: values.http === undefined ? null : parseAddress("http", values.http),
    httpHosts: values["http-hosts"]?.split(",") ?? [],
    configFile: values.config ?? null,
    logRequests: values["log-requests"] ?? false,
    logFormat: format,
    limits: {
      ...positive(values, "max-frame-bytes", "maxFrameBytes"),
      ...positive(values, "max-items", "maxItems"),
      ...positive(values, "max-reply-bytes", "maxReplyBytes"),
      ...positive(values, "max-buffered-bytes", "maxBufferedBytes"),
      ...memory(values["max-memory"]),
      ...seconds(values, "frame-timeout", "frameMillis", 1),
      ...seconds(values, "idle-timeout", "idleMillis", 0),
      ...positive(values, "max-connections", "maxConnections"),
      ...positive(values, "max-connections-per-address", "maxConnectionsPerAddress"),
    },
  };
}

function parse(argv: readonly string[]) {
  return parseArgs({
    // One dash or two, as in Go's flag package.
    args: argv.map((arg) => (/^-[a-z]{2}/.test(arg) ? `-${arg}` : arg)),
    options: {
      cborrpc: { type: "string" },
      http: { type: "string" },
      config: { type: "string" },
      "log-requests": { type: "boolean" },
      "log-format": { type: "string" },
      "max-frame-bytes": { type: "string" },
      "max-items": { type: "string" },
      "max-reply-bytes": { type: "string" },
      "max-buffered-bytes": { type: "string" },
      "max-memory": { type: "string" },
      "frame-timeout": { type: "string" },
      "idle-timeout": { type: "string" },
      "http-hosts": { type: "string" },
      "max-connections": { type: "string" },
      "max-connections-per-address": { type: "string" },
      "test-clock": { type: "boolean" },
      help: { type: "boolean", short: "h" },
      version: { type: "boolean" },
    },
    strict: true,
  }).values;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** `HOST:PORT`, `[V6]:PORT` or `:PORT`. */
function parseAddress(flag: string, text: string): Address {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) throw new FlagError(`-${flag} must be [HOST]:PORT, not '${text}'`);
  return { host: match[1] ?? (match[2] === "" ? "0.0.0.0" : (match[2] ?? "")), port };
}

function positive(values: Record<string, unknown>, flag: string, limit: keyof Limits): Partial<Limits> {
  const text = values[flag];
  if (text === undefined) return {};
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new FlagError(`-${flag} must be a positive number, not '${text}'`);
  }
  return { [limit]: value };
}

/** @param least the smallest valid number of seconds */
function seconds(values: Record<string, unknown>, flag: string, limit: keyof Limits, least: number): Partial<Limits> {
  const text = values[flag];
  if (text === undefined) return {};
  const value = Number(text);
  if (typeof text !== "string" || text.trim() === "" || !(value >= least && value <= MOST_SECONDS)) {
    throw new FlagError(`-${flag} must be a number of seconds from ${least} on, not '${text}'`);
  }
  return { [limit]: value * 1000 };
}

/** A year. */
const MOST_SECONDS = 31_536_000;

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

function memory(text: string | undefined): Partial<Limits> {
  if (text === undefined) return {};
  const [, digits = "", unit = ""] = /^(\d+)([KMG]?)$/.exec(text) ?? [];
  const value = Number(digits) * Number(UNITS[unit]);
  if (digits === "" || !Number.isSafeInteger(value) || value < 1) {
    throw new FlagError(`-max-memory must be a number of bytes, K, M or G, not '${text}'`);
  }
  return { maxMemory: value };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
