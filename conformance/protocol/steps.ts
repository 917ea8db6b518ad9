// The suggested order for writing a daemon, from the appendix of protocol.md: steps, each with its clauses.
import type { Clause } from "./clauses.ts";

export type Step = {
  readonly number: number;
  /** Markdown, in one line. */
  readonly what: string;
  /** Ids of its clauses. */
  readonly clauses: ReadonlySet<string>;
};

/** Parses the table rows `| 1 | what | FRAME-1 to FRAME-24, MSG-1 |` of the document. */
export function parseSteps(text: string, clauses: Iterable<Clause>): Step[] {
  const ids = [...clauses].map(({ id }) => id);
  return [...text.matchAll(/^\| (\d+) \| (.+?) \| ([A-Z]+-\d[^|]*) \|$/gm)].map(
    ([, number, what = "", ranges = ""]) => ({
      number: Number(number),
      what,
      clauses: new Set(rangesOf(ranges).flatMap((range) => ids.filter((id) => isWithin(id, range)))),
    }),
  );
}

type Range = { readonly area: string; readonly from: number; readonly to: number };

/** Parses `FRAME-1 to FRAME-24, FRAME-47`; other text in the cell is ignored. */
function rangesOf(text: string): Range[] {
  return [...text.matchAll(/([A-Z]+)-(\d+)(?: to [A-Z]+-(\d+))?/g)].map(([, area = "", from, to]) => ({
    area,
    from: Number(from),
    to: Number(to ?? from),
  }));
}

function isWithin(id: string, { area, from, to }: Range): boolean {
  const [name, number] = id.split("-");
  return name === area && Number(number) >= from && Number(number) <= to;
}
