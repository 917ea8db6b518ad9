// The page of points: known differences of real daemons from the protocol, each with its clauses and how each peer
// differs.
import type { Point } from "../../protocol/points.ts";

/** The whole page in Markdown. */
export function pointsPage(points: Iterable<Point>, peers: readonly string[]): string {
  const rows = [...points].map(({ id, clauses, title, peers: reasons }) => {
    const own = peers.map((peer) => cell(reasons.get(peer) ?? ""));
    return `| ${id} | ${cell(title)} | ${clauses.map(link).join(" ")} | ${own.join(" | ")} |`;
  });
  return `<!-- written by \`npm run clauses\` -->
# Where real daemons differ from the protocol

K: the Go daemon breaks the Python client, its documentation, or somebody's data. D: the two real daemons differ, and the clause decides.
P: a fault of the Python daemon alone. An empty cell: that daemon follows the clause. Where each shows, case by case, stands in
[divergences](divergences.md); \`coordinate-conformance explain K7\` prints one.

| point | the protocol | clauses | ${peers.join(" | ")} |
|---|---|---|${peers.map(() => "---|").join("")}
${rows.join("\n")}
`;
}

const link = (id: string) => `[${id}](../protocol/protocol.md#${id.toLowerCase()})`;

/** Escapes `|`, which would end the table cell. */
const cell = (text: string) => text.replaceAll("|", "\\|");
