// Reads a file that somebody names, who may have got it from elsewhere: it may be a device or a pipe that never ends.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** More than any file that this tool writes. */
const MOST_BYTES = 2 ** 28;

/** A file that is no use whatever is in it. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly code: "too-large" | "folder" | "compressed";

  constructor(code: FileError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The whole of a file, or of what a number of an open file stands for.
 * @throws FileError for a folder, or more than `most` bytes; the system's error when it cannot be read
 */
export function readGiven(file: string | 0, most = MOST_BYTES): Buffer {
  const open = file === 0 ? 0 : openSync(file, "r");
  try {
    if (fstatSync(open).isDirectory()) throw new FileError("folder", `${nameOf(file)} is a folder, not a file`);
    const pieces: Buffer[] = [];
    let left = most;
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const count = readSync(open, piece, 0, PIECE_BYTES, null);
      if (count === 0) return Buffer.concat(pieces);
      left -= count;
      if (left < 0) throw new FileError("too-large", `${nameOf(file)} holds ${moreThan(most)}`);
      pieces.push(piece.subarray(0, count));
    }
  } finally {
    if (open !== 0) closeSync(open);
  }
}

const PIECE_BYTES = 2 ** 16;

/**
 * The text of a file, decompressed if its name ends in .gz.
 * @throws FileError for more than `most` bytes, before or after, or what is not compressed; the system's error
 */
export function readGivenText(file: string, most = MOST_BYTES): string {
  const bytes = readGiven(file, most);
  return (file.endsWith(".gz") ? unpacked(file, bytes, most) : bytes).toString();
}

function unpacked(file: string, bytes: Buffer, most: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    const isLarge = cause instanceof RangeError;
    const why = isLarge ? moreThan(most) : `what cannot be decompressed: ${String(cause)}`;
    throw new FileError(isLarge ? "too-large" : "compressed", `${file} holds ${why}`, { cause });
  }
}

const moreThan = (most: number) => `more than ${most / 2 ** 20} MiB`;
const nameOf = (file: string | 0) => (file === 0 ? "stdin" : file);
