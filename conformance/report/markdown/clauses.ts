// The page of clauses: the goldens that test each clause of the protocol.
import { isRefusal, type Pinned } from "../../proof/clauses/clauses.ts";
import { AREAS, TIERS } from "../../protocol/clauses.ts";

/** The whole page in Markdown. */
export function clausesPage(pinned: readonly Pinned[]): string {
  const areas = AREAS.map((area) => pinned.filter(({ clause }) => clause.area === area)).filter(
    (own) => own.length > 0,
  );
  return `<!-- written by \`npm run clauses\` -->
# What the goldens pin, clause by clause

Every clause of [the protocol](../protocol/protocol.md), the cases that require it, and the faults of an implementation, written against
its sentence, that these cases catch. \`coordinate-conformance explain ID\` prints more; \`run 'clause:ID'\` plays the cases.

| | clauses | with a case | with a fault that is caught | no fault can be made | no case, for a reason |
|---|---:|---:|---:|---:|---:|
${TIERS.map((tier) =>
  countRow(
    tier,
    pinned.filter(({ clause }) => clause.tier === tier),
  ),
).join("\n")}
${countRow("all", pinned)}

${areas.map(areaTable).join("\n\n")}
`;
}

function countRow(name: string, pinned: readonly Pinned[]): string {
  const count = (of: (each: Pinned) => boolean) => pinned.filter(of).length;
  const counts = [
    pinned.length,
    count(({ cases }) => cases.length > 0),
    count(({ faults }) => faults > 0),
    count(({ faults, noFault, cases }) => faults === 0 && noFault !== undefined && cases.length > 0),
    count(({ excluded }) => excluded !== undefined),
  ];
  return `| ${name} | ${counts.join(" | ")} |`;
}

function areaTable(pinned: readonly Pinned[]): string {
  const rows = pinned.map((each) => {
    const { clause, cases, refusing, faults, noFault, excluded } = each;
    const first = cases[0] === undefined ? `none: ${cell(excluded ?? "")}` : link(cases[0]);
    const refused = isRefusal(clause) ? String(refusing.length) : "";
    return `| [${clause.id}](../protocol/protocol.md#${clause.id.toLowerCase()}) | ${clause.tier} | ${cases.length} | ${first} | ${refused} | ${faults || cell(noFault ?? "")} |`;
  });
  return [
    `## ${pinned[0]?.clause.area}`,
    "",
    "| clause | tier | cases | one of them | refused | faults |",
    "|---|---|---:|---|---:|---:|",
    ...rows,
  ].join("\n");
}

const link = (id: string) => `[${id}](../goldens/${id}.yaml)`;

/** Escapes `|`, which would end the table cell. */
const cell = (text: string) => text.replaceAll("|", "\\|");
