// A daemon process that the tool starts and stops: on a free port, in its own process group (so that children of a
// wrapper script are stopped too), with the end of its stderr kept for the report.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import type { Readable } from "node:stream";
import { visibleLines } from "../cbor/visible.ts";
import { UsageError } from "../command.ts";
import type { Address } from "./address.ts";
import { killMarked, MARK } from "./marked.ts";

export type Child = {
  readonly address: Address;
  /** Its process id, to read CPU time and memory; undefined when it could not be started. */
  readonly pid: number | undefined;
  /** How the process ended, `exited with code 1`; undefined while it runs. */
  ended(): string | undefined;
  /** The end of its stderr output, formatted to be appended to a sentence; empty if there is none. */
  stderrTail(): string;
  /** Writes a line to its stdin, if it was started with `listens`. */
  tell(line: string): void;
  stop(): Promise<void>;
};

const TAIL_LINES = 20;
const TAIL_CHARACTERS = 8000;
/** How long a daemon may take to end after SIGTERM before it is killed. */
const PATIENCE_MILLISECONDS = 3000;
/** How long to wait for the last stderr output of an ended process: another process may keep its stderr open. */
const LAST_WORDS_MILLISECONDS = 200;

/**
 * Starts a command line whose arguments hold `{port}`.
 * @param listens whether it reads what tell() writes; otherwise its stdin is empty
 * @throws UsageError without {port}
 */
export async function startCommand(command: readonly string[], listens = false): Promise<Child> {
  if (!command.some((part) => part.includes("{port}"))) {
    throw new UsageError("the command must contain {port}, where the daemon shall listen on 127.0.0.1");
  }
  const port = await freePort();
  const [file = "", ...args] = command.map((part) => part.replaceAll("{port}", String(port)));
  const mark = randomUUID();
  let tail = "";
  let ended: string | undefined;
  const child = spawn(file, args, {
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
    env: { ...process.env, [MARK]: mark },
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-TAIL_CHARACTERS);
  });
  child.stderr.on("error", () => {});
  // EPIPE when the daemon has exited or closed its stdin: reported elsewhere.
  child.stdin.on("error", () => {});
  if (!listens) child.stdin.end();
  const killAll = () => signalGroup(child.pid, "SIGKILL");
  const forget = atExit(killAll);
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${whyNotStarted(command[0] ?? "", error)}`));
    child.once("exit", (code, signal) =>
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
    );
  });
  const over = exited.then(async (how) => {
    killAll();
    await lastWords(child.stderr);
    // Processes that started a session of their own have left the process group.
    const left = child.pid === undefined ? 0 : killMarked(mark, child.pid);
    ended = left === 0 ? how : `${how}, and left a daemon in the background: start it in the foreground`;
    forget();
  });
  return {
    address: { host: "127.0.0.1", port },
    pid: child.pid,
    ended: () => ended,
    stderrTail: () => (tail.trim() === "" ? "" : `; the end of its stderr:\n${lastLines(tail)}`),
    tell: (line) => void child.stdin.write(`${line}\n`),
    async stop() {
      if (ended !== undefined) return;
      signalGroup(child.pid, "SIGTERM");
      const timer = setTimeout(killAll, PATIENCE_MILLISECONDS);
      await over;
      clearTimeout(timer);
    },
  };
}

/** A missing program whose name has blanks in it is usually a whole command line in quotes. */
function whyNotStarted(file: string, error: NodeJS.ErrnoException): string {
  if (error.code !== "ENOENT") return error.message;
  const quoted = /\s/.test(file) ? "; write the words of the command without quotes around all of them" : "";
  return `there is no program '${file}'${quoted} (${error.message})`;
}

/** Waits until stderr ends, or for LAST_WORDS_MILLISECONDS if another process keeps it open. */
export async function lastWords(stderr: Readable): Promise<void> {
  if (stderr.closed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LAST_WORDS_MILLISECONDS);
    stderr.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
  stderr.destroy();
}

/** Run when this process exits: otherwise the process groups that it started would survive it. */
const endings = new Set<() => void>();
const endAll = () => {
  for (const end of endings) end();
};

/** Registers all of them with a single exit listener. @returns how to unregister this one */
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
  // Windows has no process groups; only the daemon itself is killed there, at once.
  const whom = process.platform === "win32" ? leader : -leader;
  try {
    process.kill(whom, signal);
  } catch {
    // it has exited meanwhile
  }
}

function lastLines(text: string): string {
  return visibleLines(text.trimEnd())
    .slice(-TAIL_LINES)
    .map((line) => `  | ${line}`)
    .join("\n");
}

/** Ports given out recently by this process, so that two daemons started at once do not get the same one. */
const taken = new Set<number>();
const TAKEN_PORTS = 1000;

/** A port that is free now and was not recently given out by this process. */
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
