// Decodes the entries of a history that encode.ts wrote.
import { ByteReader } from "./bytes.ts";
import type { Entry } from "./call.ts";
import { entryForm } from "./entry-form.ts";

/** The file is not a history, or was written in a format that this version cannot read. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly code = "no-history";
}

/** Decodes the output of one encoder part by part, or that of several encoders one after the other. */
export class HistoryDecoder {
  readonly #reader = new ByteReader();

  /** Passes all entries of the next part to `take`. @throws HistoryError if the bytes are not whole entries */
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
