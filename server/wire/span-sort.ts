// Sorts byte ranges in pieces, since sorting millions of them at once would block other clients.
import { IntList } from "./int-list.ts";
import type { Pieces } from "./repeated-keys.ts";

/** Number of elements sorted at once; the sorted runs are then merged. */
const RUN = 4096;

/** @returns the indices of the list, ordered by its values */
export function* sortSpans(starts: IntList): Pieces<IntList> {
  let from = new IntList();
  for (let begin = 0; begin < starts.length; begin += RUN) {
    const run = Array.from({ length: Math.min(RUN, starts.length - begin) }, (_, i) => begin + i);
    for (const index of run.sort((a, b) => starts.at(a) - starts.at(b))) from.push(index);
    if (starts.length > RUN) yield;
  }
  for (let width = RUN; width < starts.length; width *= 2) {
    const to = new IntList();
    for (let begin = 0; begin < starts.length; begin += 2 * width) {
      yield* merge(starts, from, to, begin, width);
    }
    from = to;
  }
  return from;
}

function* merge(starts: IntList, from: IntList, to: IntList, begin: number, width: number): Pieces {
  const middle = Math.min(begin + width, from.length);
  const end = Math.min(begin + 2 * width, from.length);
  for (let a = begin, b = middle; a < middle || b < end; ) {
    if (b === end || (a < middle && starts.at(from.at(a)) <= starts.at(from.at(b)))) to.push(from.at(a++));
    else to.push(from.at(b++));
    if (to.length % RUN === 0) yield;
  }
}
