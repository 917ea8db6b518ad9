// Reads a file that somebody names, who may have got it from elsewhere: it may be a device or a pipe that never ends.
import { closeSync, openSync, readSync } from "node:fs";

/** More than any file that this tool writes. */
const MOST_BYTES = 2 ** 28;

/** A file that is no use whatever is in it. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly code = "too-large";
}

/**
 * The whole of a file, or of what a number of an open file stands for.
 * @throws FileError for more than `most` bytes; the system's error when it cannot be read
 */
export function readGiven(file: string | 0, most = MOST_BYTES): Buffer {
  const open = file === 0 ? 0 : openSync(file, "r");
  try {
    const pieces: Buffer[] = [];
    let left = most;
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const count = readSync(open, piece, 0, PIECE_BYTES, null);
      if (count === 0) return Buffer.concat(pieces);
      left -= count;
      if (left < 0) throw new FileError(`${file === 0 ? "stdin" : file} holds more than ${most / 2 ** 20} MiB`);
      pieces.push(piece.subarray(0, count));
    }
  } finally {
    if (open !== 0) closeSync(open);
  }
}

const PIECE_BYTES = 2 ** 16;
