// Reads the final state after all leases have expired: counts and lists each work spec page by page, reads every known
// unit, and gets all work that is left.
import type { Request } from "../history/call.ts";
import { LONGEST, SPEC_NAMES } from "./plan.ts";

const PAGE = 100;

/** Produces the calls that read the final state, one at a time; answered() takes the keys of each reply. */
export class StockTaking {
  readonly #todo: Request[] = [];
  readonly #specs: string[];
  readonly #isDraining: boolean;

  /** @param known keys of units that may exist, by work spec @param isDraining whether to get all remaining work */
  constructor(known: readonly (readonly [spec: string, keys: readonly string[]])[], isDraining: boolean) {
    this.#specs = [...SPEC_NAMES];
    this.#isDraining = isDraining;
    for (const spec of SPEC_NAMES) {
      this.#todo.push({ do: "control", spec, status: "running", maxRunning: 0 });
      this.#todo.push({ do: "count", spec });
      this.#todo.push({ do: "list", spec, status: 0, after: "", limit: PAGE });
      const keys = known.filter(([name]) => name === spec).flatMap(([, list]) => list);
      for (let at = 0; at < keys.length; at += PAGE) {
        this.#todo.push({ do: "status", spec, keys: keys.slice(at, at + PAGE) });
      }
    }
  }

  next(): Request | null {
    const next = this.#todo.shift();
    if (next !== undefined) return next;
    const [spec] = this.#specs;
    if (spec === undefined || !this.#isDraining) return null;
    return { do: "get-work", worker: "stock", specs: [spec], most: PAGE, lease: LONGEST };
  }

  /** @param keys the keys of a page, or of the units handed out */
  answered(request: Request, keys: readonly string[]): void {
    if (request.do === "list" && keys.length === request.limit) {
      this.#todo.unshift({ ...request, after: keys.at(-1) ?? "" });
    }
    if (request.do === "get-work" && keys.length === 0) this.#specs.shift();
  }
}
