// Runs a program with a proxy between it and a daemon, and returns the traffic.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { execa } from "execa";
import { createGate } from "../../traffic/gate.ts";
import { startProxy } from "../../traffic/proxy.ts";
import { collectTurns, type Turn } from "../../traffic/turn.ts";
import { SessionError } from "../session.ts";

export type Program = {
  /** The command line; `{config}` in an argument is replaced by a yakonfig file with the proxy's address. */
  readonly command: readonly string[];
  readonly connect: () => Promise<Duplex>;
  readonly env: Record<string, string | undefined>;
  readonly signal: AbortSignal;
  /** Receives the output of the program. */
  readonly print: (text: string) => void;
};

/** Environment variable in which the program gets the address of the proxy. */
const ADDRESS_VARIABLE = "COORDINATE_ADDRESS";
/** Time limit for open connections to close after the program has ended. */
const ENDING_MILLISECONDS = 1000;

/**
 * Returns the calls of one run, except those whose client disconnected before the reply.
 * @throws SessionError code `failed` if the program cannot be started or exits with another code than 0
 */
export async function recordProgram(program: Program): Promise<readonly Turn[]> {
  const collector = collectTurns();
  const open = createCounter();
  const folder = await mkdtemp(join(tmpdir(), "coordinate-record-"));
  const proxy = await startProxy({
    connect: program.connect,
    now: () => Date.now() / 1000,
    gate: createGate(),
    watch(client) {
      const watcher = collector.watch(client);
      open.add(1);
      const ended: typeof watcher.ended = (at, by) => {
        watcher.ended?.(at, by);
        open.add(-1);
      };
      return { ...watcher, ended };
    },
  });
  try {
    const config = join(folder, "config.yaml");
    await writeFile(config, yakonfigFile(proxy.address), { mode: 0o600 });
    await runToItsEnd(program, proxy.address, config);
    await open.untilNone(ENDING_MILLISECONDS);
    return collector.turns().filter(({ reply, closed }) => reply !== undefined || closed);
  } finally {
    proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A configuration file for `-c` of the real client's programs: https://github.com/diffeo/yakonfig. */
export function yakonfigFile(address: string): string {
  return `coordinate:\n  addresses: ['${address}']\n  address: '${address}'\n`;
}

async function runToItsEnd({ command, env, signal, print }: Program, address: string, config: string): Promise<void> {
  const [file = "", ...args] = command.map((part) => part.replaceAll("{config}", config));
  const child = execa(file, args, {
    env: { ...env, [ADDRESS_VARIABLE]: address },
    extendEnv: false,
    stdin: "inherit",
    buffer: false,
    reject: false,
    cancelSignal: signal,
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", print);
  const { exitCode, signal: killedBy, originalMessage } = await child;
  if (exitCode === 0) return;
  const name = command.join(" ");
  if (signal.aborted) throw new SessionError("failed", `nothing is recorded: ${name} was interrupted`);
  const how =
    exitCode !== undefined ? `ended with ${exitCode}` : killedBy !== undefined ? `was ended by ${killedBy}` : "";
  throw new SessionError(
    "failed",
    `nothing is recorded: ${name} ${how === "" ? `could not be started: ${originalMessage}` : how}`,
  );
}

/** Counts open connections, and can wait until none is left. */
function createCounter() {
  let count = 0;
  let wake = () => {};
  return {
    add(change: number) {
      count += change;
      if (count === 0) wake();
    },
    untilNone: (milliseconds: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (count === 0) wake();
      }),
  };
}
