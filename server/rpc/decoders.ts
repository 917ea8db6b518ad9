// A pool of decoders for messages being worked on, so that an idle connection needs none.
import { KnownNames } from "../wire/known-names.ts";
import { Normaliser } from "../wire/normaliser.ts";

/** Decoders beyond this number are not returned to the pool. */
const KEPT = 4;

export class Decoders {
  readonly #maxItems: number;
  readonly #idle: Normaliser[] = [];
  /** Shared by all decoders. */
  readonly names = new KnownNames();

  /** @param maxItems the most CBOR items of a message */
  constructor(maxItems: number) {
    this.#maxItems = maxItems;
  }

  take(): Normaliser {
    return this.#idle.pop() ?? new Normaliser(this.#maxItems);
  }

  give(decoder: Normaliser): void {
    if (this.#idle.length < KEPT) this.#idle.push(decoder);
  }
}
