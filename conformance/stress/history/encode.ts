// Writes entries of a history as bytes, which decode.ts reads.
import { ByteWriter } from "./bytes.ts";
import type { Entry } from "./call.ts";
import { entryForm } from "./entry-form.ts";

export class HistoryEncoder {
  readonly #out = new ByteWriter();

  /** Number of bytes written and not yet taken. */
  get length(): number {
    return this.#out.length;
  }

  take(): Buffer {
    return this.#out.take();
  }

  /** To be called before the first entry if another encoder has written to the same stream: the reader clears its string table. */
  goOn(): void {
    entryForm.write(this.#out, { kind: "anew" });
  }

  add(entry: Entry): void {
    entryForm.write(this.#out, entry);
  }
}
