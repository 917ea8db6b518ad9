// Texts of the matrix shared by the HTML page and Markdown.
import type { Cell, Session } from "./matrix.ts";
import type { Saved } from "./saved.ts";

/** The number of cases, or `12 of 15` if some do not pass; `–` if none ran, empty if there are none. */
export function countsOf({ same, different, unmeasured, notRun }: Cell): string {
  const measured = same + different + unmeasured;
  if (measured === 0) return notRun === 0 ? "" : "–";
  return same === measured ? String(same) : `${same} of ${measured}`;
}

/** A mark for the outcome of a single case. */
export function markOf({ same, different, unmeasured }: Cell): string {
  if (different > 0) return "✗";
  if (unmeasured > 0) return "?";
  return same > 0 ? "✓" : "–";
}

/** How a column was measured: daemon, level, peer, suite, date and tool. */
export function factsOf({ daemon, compare, errors, peer, suite, day, tool }: Saved): string {
  return [
    daemon,
    `level ${compare}`,
    ...(errors === "exact" ? [] : [`errors by ${errors}`]),
    ...(suite === undefined ? [] : [`suite ${suite}`]),
    ...(peer === undefined ? [] : [`differences named by the list of ${peer}`]),
    day,
    tool,
  ].join(", ");
}

/** `case step 3: call: path: expected A, got B`, with long values cut. */
export function sessionText({ case: id, step, call, path, expected, got }: Session): string {
  return `${id} step ${step}: ${brief(call, 80)}: ${path}: expected ${brief(expected, 40)}, got ${brief(got, 40)}`;
}

export const brief = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 3)}...`;
