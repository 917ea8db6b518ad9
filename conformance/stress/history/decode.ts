// Decodes the entries of a history that encode.ts wrote.
import { ByteReader } from "./bytes.ts";
import type { Entry } from "./call.ts";
import { entryForm } from "./entry-form.ts";

/** A file that is no history, or one that this version cannot read. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly code = "no-history";
}

/** Reads what one encoder wrote, part by part, or several one after the other. */
export class HistoryDecoder {
  readonly #reader = new ByteReader();

  /** Tells of all entries in the next part. @throws HistoryError */
  read(bytes: Buffer, take: (entry: Entry) => void): void {
    const reader = this.#reader;
    reader.open(bytes);
    while (!reader.isAtEnd) {
      const entry = this.#next();
      if (entry.kind === "anew") reader.forget();
      else take(entry);
    }
  }

  #next() {
    const { at } = this.#reader;
    try {
      return entryForm.read(this.#reader);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new HistoryError(`Cannot read the entry at byte ${at} of a part: ${error.message}`);
    }
  }
}
