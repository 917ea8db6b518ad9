// Merges the histories of several threads. A mark is passed on to the checker when all threads have reached its time.
import type { Entry } from "./call.ts";

export type Sink = { take(entry: Entry): void };

export class HistoryMerge {
  readonly #marks: number[];
  readonly #sink: Sink;
  #told = -1;

  /** @param streams number of streams to merge */
  constructor(streams: number, sink: Sink) {
    this.#marks = Array.from({ length: streams }, () => -1);
    this.#sink = sink;
  }

  take(stream: number, entry: Entry): void {
    if (entry.kind !== "mark") {
      this.#sink.take(entry);
      return;
    }
    this.#marks[stream] = entry.time;
    const time = Math.min(...this.#marks);
    if (time <= this.#told) return;
    this.#told = time;
    this.#sink.take({ kind: "mark", time });
  }
}
