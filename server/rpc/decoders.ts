// Decoders for as many messages as are worked on at a time. An idle connection has none.
import { KnownNames } from "../wire/known-names.ts";
import { Normaliser } from "../wire/normaliser.ts";

/** More are made where more messages are worked on, and not kept. */
const KEPT = 4;

export class Decoders {
  readonly #maxItems: number;
  readonly #idle: Normaliser[] = [];
  /** Of all messages. */
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
