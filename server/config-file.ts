// Reads the file of -config: a regular file or a named pipe.
import { constants, type FileHandle, open } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "./config.ts";
import { ConfigError, MAX_CONFIG_BYTES } from "./config-error.ts";

/** Polling interval for a pipe in milliseconds. */
const LOOK_MILLIS = 20;
const PIECE_BYTES = 65_536;

/** Parsing more bytes than this takes a while, which is logged. */
const LARGE_BYTES = 2 ** 20;

/** The parts of the process that reading needs. */
export type ConfigReading = {
  /** Aborted to stop waiting, since a pipe may never be written to. */
  stop: AbortSignal;
  stderr: { write(text: string): unknown };
  longWork?: <T>(work: () => T) => T;
};

/** @throws ConfigError; or the reason of `stop` */
export async function readConfigFile(
  file: string,
  { stop, stderr, longWork = (work) => work() }: ConfigReading,
): Promise<Config> {
  const yaml = await textOf(file, stop).catch((error: unknown) => {
    if (stop.aborted) throw error;
    throw new ConfigError(`cannot read config: ${error instanceof Error ? error.message : String(error)}`);
  });
  // Imported here, since loading the YAML parser would be a considerable part of the start-up time.
  const { readConfig } = await import("./config.ts");
  try {
    return longWork(() => {
      if (yaml.length > LARGE_BYTES && yaml.length <= MAX_CONFIG_BYTES)
        stderr.write(`coordinated: reading the ${yaml.length} bytes of ${file}\n`);
      return readConfig(yaml);
    });
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`cannot read config ${file}: ${error.message}`);
    throw error;
  }
}

async function textOf(file: string, stop: AbortSignal): Promise<string> {
  // Opened without blocking: opening a pipe without a writer would otherwise wait and could not be aborted.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    return await readAll(handle, stat.isFIFO(), stop);
  } finally {
    await handle.close();
  }
}

/** Reads up to the end, or beyond the size limit. A pipe without a writer reports its end before any data has come. */
async function readAll(handle: FileHandle, isPipe: boolean, stop: AbortSignal): Promise<string> {
  const pieces: Buffer[] = [];
  for (let total = 0; total <= MAX_CONFIG_BYTES; ) {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const size = await handle.read(piece, 0, PIECE_BYTES, null).then(({ bytesRead }) => bytesRead, whereNothingIsYet);
    if (size !== undefined && size > 0) {
      pieces.push(piece.subarray(0, size));
      total += size;
    } else if (size === 0 && (!isPipe || pieces.length > 0)) {
      break;
    } else {
      await pause(LOOK_MILLIS, undefined, { signal: stop });
    }
  }
  return Buffer.concat(pieces).toString("utf8");
}

function whereNothingIsYet(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "EAGAIN") throw error;
}
