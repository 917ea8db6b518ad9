// The page of mutants: a summary of the kill matrix and a table of all mutants.

import { killsNone, type Matrix, provesNothing, type Row } from "../../proof/mutants/matrix.ts";

/** Faults of the suite, one a line: mutants that survive or change nothing, cases that kill none or prove nothing. */
export function complaints({ rows, cases, failing }: Matrix): string[] {
  const killing = new Set(rows.flatMap(({ killers }) => killers));
  return [
    ...failing.map(provesNothing),
    ...rows
      .filter(({ touched }) => touched === 0)
      .map(({ mutant }) => `${mutant.name} is void: it changes nothing in any case`),
    ...rows
      .filter(({ touched, level }) => touched > 0 && level === undefined)
      .map(({ mutant, touched }) => `${mutant.name} lives, though it changes what ${touched} cases see`),
    ...cases.filter((id) => !killing.has(id)).map(killsNone),
  ];
}

/** The page conformance/docs/mutants.md. */
export function killMatrixPage(matrix: Matrix): string {
  return `# Servers that are wrong in one way each

Can the suite fail? Each line is a mutant of the reference daemon, a server that is wrong in one way, and what became of it when every
golden was played to it. \`npm run self-test\` plays them and writes this page; it fails when a mutant lives or a case kills none.

${table(matrix)}
`;
}

/** A sentence with the counts, and a table of all mutants with how each is killed. */
export function table({ rows, cases }: Matrix): string {
  const by = (level: Row["level"]) => rows.filter((row) => row.level === level).length;
  const dead = by("python") + by("ordered") + by("bytes");
  const sentence =
    `${dead} of ${rows.length} mutants die, and each of the ${cases.length} cases kills at least one. ` +
    `${by("python")} are seen by what a Python 2 client can tell; ${by("ordered")} more only by the encoding of replies ` +
    `(\`--compare ordered\`), and ${by("bytes")} only byte for byte (\`--compare bytes\`).`;
  const lines = rows.map(
    ({ mutant, killers, level }) =>
      `| ${mutant.wrong} | ${level ?? "none"} | ${killers.length} | ${killers.length === 0 ? "" : `\`${killers[0]}\``} |`,
  );
  const head = ["| A server where ... | dies at level | cases | first killer |", "| --- | --- | ---: | --- |"];
  return [sentence, "", ...head, ...lines].join("\n");
}
