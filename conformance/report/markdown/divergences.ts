// The page of known divergences: for each real daemon a table of the points in its list.
import { counted } from "../../counted.ts";
import type { ExpectFile } from "../../judge/expect-file.ts";
import type { Known } from "../../judge/known.ts";

/** The page conformance/docs/divergences.md. */
export function divergencesPage(peers: readonly ExpectFile[]): string {
  const about = `# Known divergences of the real daemons

Where each of them answers otherwise than the reference, as \`coordinate-conformance run --peer NAME\` expects it, and nothing
else. \`npm run divergences\` writes this page from the lists in \`conformance/peers/\`; a test tells when it is stale.`;
  return `${[about, ...peers.map(divergenceTable)].join("\n\n")}\n`;
}

/** One daemon's section: what was compared, and for each point its number of places and an example case. */
export function divergenceTable({ name, daemon, compare, lists, known }: ExpectFile): string {
  const points = [...new Set(known.map(titleOf))].map((title) => known.filter((each) => titleOf(each) === title));
  const rows = points.map((places) => {
    const [first] = places;
    if (first === undefined) return "";
    const example = `\`${first.case}\` step ${first.step}`;
    return `| ${first.point} | ${cell(first.reason)} | ${places.length} | ${casesOf(places)} | ${example} |`;
  });
  const anyOrder = lists === undefined ? "" : ` Lists are put in order before: ${lists.reason} (${lists.point}).`;
  const summary = `${counted(points.length, "point")}, seen at ${counted(known.length, "place")} in ${counted(casesOf(known), "case")}`;
  return [
    `## ${name}`,
    "",
    `${summary}: ${daemon}, compared at level ${compare}.${anyOrder}`,
    "",
    "| point | this daemon | places | cases | an example |",
    "| --- | --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}

const titleOf = ({ point, reason }: Known) => `${point} ${reason}`;

const casesOf = (places: readonly Known[]) => new Set(places.map((each) => each.case)).size;

/** Escapes `|`, which would end the table cell. */
const cell = (text: string) => text.replaceAll("|", "\\|");
