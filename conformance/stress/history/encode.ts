// Writes entries of a history as bytes, which decode.ts reads.
import { ByteWriter } from "./bytes.ts";
import type { Entry } from "./call.ts";
import { entryForm } from "./entry-form.ts";

export class HistoryEncoder {
  readonly #out = new ByteWriter();

  /** Bytes written and not yet taken. */
  get length(): number {
    return this.#out.length;
  }

  take(): Buffer {
    return this.#out.take();
  }

  /** To be called first, where another one has written before in the same stream. */
  goOn(): void {
    entryForm.write(this.#out, { kind: "anew" });
  }

  add(entry: Entry): void {
    entryForm.write(this.#out, entry);
  }
}
