// The file of a history: one line of JSON with its parameters, then chunks from the threads in order of writing, each
// preceded by the thread's number and the chunk's length, 4 bytes each.
import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { HistoryError } from "./decode.ts";

const FORMAT = "coordinate-stress-history";
const VERSION = 3;

/** More than any run has or writes: a file that says more is not believed, since memory is taken for it. */
const MOST_STREAMS = 100_000;
const MOST_PART_BYTES = 2 ** 28;

export type HistoryHeader = {
  readonly daemon: string;
  readonly seed: number;
  readonly clients: number;
  /** Number of streams: one for each thread of clients, and one for the tool's own calls. */
  readonly streams: number;
  readonly startedAt: string;
  /** Tolerance between clocks, in microseconds. */
  readonly slack: number;
  /** The requested faults. */
  readonly faults: readonly string[];
};

export class HistoryFile {
  readonly #stream: WriteStream;
  #failure: Error | null = null;

  constructor(file: string, header: HistoryHeader) {
    this.#stream = createWriteStream(file);
    this.#stream.on("error", (error) => {
      this.#failure = error;
    });
    this.#stream.write(`${JSON.stringify({ format: FORMAT, version: VERSION, ...header })}\n`);
  }

  add(stream: number, bytes: Buffer): void {
    const head = Buffer.allocUnsafe(8);
    head.writeUInt32BE(stream, 0);
    head.writeUInt32BE(bytes.length, 4);
    this.#stream.write(head);
    this.#stream.write(bytes);
  }

  /** Closes the file. @throws the file system's error if it could not be written */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#stream.end(() => resolve()));
    if (this.#failure !== null) throw this.#failure;
  }
}

export type HistoryPart = { readonly stream: number; readonly bytes: Buffer };

/** Reads a file: first its header, then its parts. An incomplete part at the end is ignored. @throws HistoryError */
export async function readHistory(
  file: string,
): Promise<{ header: HistoryHeader; parts: AsyncGenerator<HistoryPart> }> {
  const chunks: AsyncIterator<Buffer> = createReadStream(file, { highWaterMark: 1 << 20 })[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const more = async () => {
    const { value, done } = await chunks.next();
    if (done === true) return false;
    held = Buffer.concat([held, value]);
    return true;
  };
  while (held.indexOf(0x0a) < 0 && held.length < 65_536 && (await more())) {}
  const end = held.indexOf(0x0a);
  const header = headerIn(held.subarray(0, Math.max(0, end)).toString(), file);
  held = held.subarray(end + 1);
  async function* parts(): AsyncGenerator<HistoryPart> {
    for (;;) {
      while (held.length < 8) if (!(await more())) return;
      const length = held.readUInt32BE(4);
      if (length > MOST_PART_BYTES)
        throw new HistoryError(`${file} is no history of a stress run: a part of ${length} bytes`);
      while (held.length < 8 + length) if (!(await more())) return;
      yield { stream: held.readUInt32BE(0), bytes: held.subarray(8, 8 + length) };
      held = held.subarray(8 + length);
    }
  }
  return { header, parts: parts() };
}

function headerIn(line: string, file: string): HistoryHeader {
  const refuse = (why: string) => new HistoryError(`${file} is no history of a stress run: ${why}`);
  let header: unknown;
  try {
    header = JSON.parse(line);
  } catch {
    throw refuse("its first line is no JSON");
  }
  if (typeof header !== "object" || header === null || !("format" in header) || header.format !== FORMAT) {
    throw refuse(`its first line does not name the format ${FORMAT}`);
  }
  if (!("version" in header) || header.version !== VERSION) throw refuse(`its version is not ${VERSION}`);
  const text = (name: string) => {
    const value: unknown = Reflect.get(header, name);
    if (typeof value !== "string") throw refuse(`its first line has no ${name}`);
    return value;
  };
  const texts = (name: string) => {
    const value: unknown = Reflect.get(header, name);
    if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) {
      throw refuse(`its first line has no ${name}`);
    }
    return value;
  };
  const whole = (name: string) => {
    const value: unknown = Reflect.get(header, name);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
      throw refuse(`its first line has no ${name}`);
    return value;
  };
  const streams = whole("streams");
  if (streams > MOST_STREAMS) throw refuse(`${streams} streams are more than the ${MOST_STREAMS} of any`);
  return {
    daemon: text("daemon"),
    seed: whole("seed"),
    clients: whole("clients"),
    streams,
    startedAt: text("startedAt"),
    slack: whole("slack"),
    faults: texts("faults"),
  };
}
