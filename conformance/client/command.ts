// A daemon process that the tool starts and ends: a free port, its own process group (so that a wrapper's children end too),
// the end of its stderr kept for the report.
import { createServer } from "node:net";
import { execa } from "execa";
import { UsageError } from "../command.ts";
import type { Address } from "./address.ts";

export type Child = {
  readonly address: Address;
  /** Its process id, to read its figures; undefined when it could not be started. */
  readonly pid: number | undefined;
  /** How the process ended, `exited with code 1`; undefined while it runs. */
  ended(): string | undefined;
  /** The end of what it wrote on stderr, ready to be put after a sentence; empty when it wrote nothing. */
  stderrTail(): string;
  stop(): Promise<void>;
};

const TAIL_LINES = 20;
const TAIL_CHARACTERS = 8000;
/** How long a daemon may take to end after SIGTERM before it is killed. */
const PATIENCE_MILLISECONDS = 3000;

/** Starts a command line whose arguments hold `{port}`. @throws UsageError without one */
export async function startCommand(command: readonly string[]): Promise<Child> {
  if (!command.some((part) => part.includes("{port}"))) {
    throw new UsageError("the command must contain {port}, where the daemon shall listen on 127.0.0.1");
  }
  const port = await freePort();
  const [file = "", ...args] = command.map((part) => part.replaceAll("{port}", String(port)));
  let tail = "";
  let ended: string | undefined;
  const child = execa(file, args, {
    reject: false,
    detached: true,
    buffer: false,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-TAIL_CHARACTERS);
  });
  const killAll = () => signalGroup(child.pid, "SIGKILL");
  const forget = atExit(killAll);
  // The end is known when its stderr has ended, which what it left behind would keep open.
  child.once("exit", killAll);
  const exited = child.then((result) => {
    forget();
    if (result.exitCode !== undefined) ended = `exited with code ${result.exitCode}`;
    else if (result.signal !== undefined) ended = `was ended by ${result.signal}`;
    else ended = `could not be started: ${result.originalMessage ?? "no reason is known"}`;
  });
  return {
    address: { host: "127.0.0.1", port },
    pid: child.pid,
    ended: () => ended,
    stderrTail: () => (tail.trim() === "" ? "" : `; the end of its stderr:\n${lastLines(tail)}`),
    async stop() {
      if (ended !== undefined) return;
      signalGroup(child.pid, "SIGTERM");
      const timer = setTimeout(killAll, PATIENCE_MILLISECONDS);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** What is to be done when this process ends: a process group of its own outlives its leader and this process, unless it is told. */
const endings = new Set<() => void>();
const endAll = () => {
  for (const end of endings) end();
};

/** However many there are, the process has one listener. @returns how to take it back */
function atExit(end: () => void): () => void {
  if (endings.size === 0) process.once("exit", endAll);
  endings.add(end);
  return () => {
    endings.delete(end);
    if (endings.size === 0) process.off("exit", endAll);
  };
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // it ended meanwhile
  }
}

function lastLines(text: string): string {
  const lines = text.trimEnd().split("\n");
  return lines
    .slice(-TAIL_LINES)
    .map((line) => `  ${line}`)
    .join("\n");
}

/** The ports that daemons of this process got last: two that start at once must not get the same one. */
const taken = new Set<number>();
const TAKEN_PORTS = 1000;

/** A port that nobody uses now, and that this process has not given to another daemon just before. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  if (taken.has(address.port)) return freePort();
  const [oldest] = taken;
  if (taken.size >= TAKEN_PORTS && oldest !== undefined) taken.delete(oldest);
  taken.add(address.port);
  return address.port;
}
