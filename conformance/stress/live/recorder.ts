// Collects the history of all threads and of the tool's own calls, writes it to the file and passes it to the checker.
import { elementAt } from "../../element-at.ts";
import type { Checker } from "../checker/checker.ts";
import type { Entry } from "../history/call.ts";
import { HistoryDecoder } from "../history/decode.ts";
import { HistoryEncoder } from "../history/encode.ts";
import type { HistoryFile } from "../history/file.ts";
import { HistoryMerge } from "../history/merge.ts";
import { Latencies } from "../latency.ts";

/** Stream number of the tool's own calls; crews are numbered from 1. */
const OWN = 0;

export class Recorder {
  readonly latencies = new Latencies();
  readonly #merge: HistoryMerge;
  readonly #file: HistoryFile | null;
  readonly #own = new HistoryEncoder();
  readonly #decoders: readonly HistoryDecoder[];

  /** @param crews number of streams besides the tool's own */
  constructor(crews: number, checker: Checker, file: HistoryFile | null) {
    this.#merge = new HistoryMerge(crews + 1, checker);
    this.#file = file;
    this.#decoders = Array.from({ length: crews + 1 }, () => new HistoryDecoder());
  }

  /** Takes a part of a crew's encoded history. */
  take(stream: number, bytes: Buffer): void {
    this.#file?.add(stream, bytes);
    elementAt(this.#decoders, stream).read(bytes, (entry) => {
      if (entry.kind === "call" && entry.call.answer.is !== "none") {
        this.latencies.add(entry.call.end - entry.call.start);
      }
      this.#merge.take(stream, entry);
    });
  }

  /** Adds an entry to the tool's own stream. */
  note(entry: Entry): void {
    this.#own.add(entry);
    this.#merge.take(OWN, entry);
    if (entry.kind === "mark") this.flush();
  }

  flush(): void {
    if (this.#own.length > 0) this.#file?.add(OWN, this.#own.take());
  }
}
