// Writes entries of a history as bytes, some twenty a call. What this writes, decode.ts reads.
import { ByteWriter } from "./bytes.ts";
import type { AddedUnit, Answer, Call, Entry, Request } from "./call.ts";
import { ANSWERS, CHANGES, ENTRIES, REQUESTS } from "./tags.ts";

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
    this.#out.count(ENTRIES.indexOf("anew"));
  }

  add(entry: Entry): void {
    const out = this.#out;
    out.count(ENTRIES.indexOf(entry.kind));
    switch (entry.kind) {
      case "call":
        this.#call(entry.call);
        break;
      case "restart":
        out.count(entry.restart.start);
        out.count(entry.restart.end);
        out.count(entry.restart.durable ? 1 : 0);
        break;
      case "fault":
        out.count(entry.note.start);
        out.count(entry.note.end);
        out.text(entry.note.fault);
        out.integer(entry.note.client);
        break;
      case "mark":
        out.count(entry.time);
        break;
      case "complaint":
        out.count(entry.complaint.time);
        out.text(entry.complaint.kind);
        out.text(entry.complaint.what);
        break;
      case "hindered":
        out.text(entry.fault);
        out.text(entry.why);
        break;
      default:
        entry satisfies never;
    }
  }

  #call({ client, start, end, request, answer }: Call): void {
    this.#out.count(client);
    this.#out.count(start);
    this.#out.count(end - start);
    this.#request(request);
    this.#answer(answer);
  }

  #request(request: Request): void {
    const out = this.#out;
    out.count(REQUESTS.indexOf(request.do));
    switch (request.do) {
      case "set-spec":
        out.text(request.spec);
        out.text(request.successor);
        out.count(request.maxRunning);
        out.count(request.maxGetwork);
        out.count(request.maxRetries);
        out.integer(request.interval);
        break;
      case "add":
        out.text(request.spec);
        this.#units(request.units);
        break;
      case "get-work":
        out.text(request.worker);
        out.texts(request.specs);
        out.count(request.most);
        out.count(request.lease);
        break;
      case "update":
        out.text(request.spec);
        out.text(request.key);
        out.count(request.status);
        out.count(request.lease);
        out.text(request.worker);
        this.#units(request.output);
        break;
      case "prioritize":
        out.text(request.spec);
        out.texts(request.keys);
        out.integer(request.priority);
        out.count(CHANGES.indexOf(request.by));
        break;
      case "control":
        out.text(request.spec);
        out.text(request.status);
        out.integer(request.maxRunning);
        break;
      case "delete":
        out.text(request.spec);
        out.texts(request.keys);
        out.count(request.status);
        break;
      case "status":
        out.text(request.spec);
        out.texts(request.keys);
        break;
      case "list":
        out.text(request.spec);
        out.count(request.status);
        out.text(request.after);
        out.count(request.limit);
        break;
      case "count":
        out.text(request.spec);
        break;
      case "heartbeat":
        out.text(request.worker);
        out.count(request.lifetime);
        out.text(request.parent);
        break;
      case "unregister":
      case "children":
        out.text(request.worker);
        break;
      case "workers":
      case "clear":
        break;
      case "lock":
      case "renew-lock":
        out.text(request.owner);
        out.count(request.seconds);
        out.texts(request.path);
        break;
      case "unlock":
        out.text(request.owner);
        out.texts(request.path);
        break;
      case "read-lock":
        out.texts(request.path);
        break;
      default:
        request satisfies never;
    }
  }

  #units(units: readonly AddedUnit[]): void {
    const out = this.#out;
    out.count(units.length);
    for (const { key, priority, delay } of units) {
      out.text(key);
      out.integer(priority);
      out.count(delay);
    }
  }

  #answer(answer: Answer): void {
    const out = this.#out;
    out.count(ANSWERS.indexOf(answer.is));
    switch (answer.is) {
      case "none":
        break;
      case "error":
      case "garbled":
        out.text(answer.message);
        break;
      case "done":
        out.count(answer.done ? 1 : 0);
        break;
      case "work":
        out.text(answer.spec);
        out.texts(answer.keys);
        break;
      case "keys":
        out.texts(answer.keys);
        break;
      case "statuses":
        out.count(answer.statuses.length);
        for (const each of answer.statuses) {
          out.count(each?.status ?? 0);
          if (each !== null) out.text(each.worker);
        }
        break;
      case "counts":
        for (const count of answer.counts) out.count(count);
        break;
      case "number":
        out.integer(answer.number);
        break;
      case "children":
        out.count(answer.children.length);
        for (const { worker, units } of answer.children) {
          out.text(worker);
          out.count(units.length);
          for (const unit of units) {
            out.text(unit.spec);
            out.text(unit.key);
            out.text(unit.worker);
          }
        }
        break;
      case "owner":
        out.count(answer.owner === null ? 0 : 1);
        if (answer.owner !== null) out.text(answer.owner);
        break;
      default:
        answer satisfies never;
    }
  }
}
