// `npm run self-test`: plays every golden to the mutants of the reference daemon and writes the kill matrix, as a page
// and as data for reports; with --check it only checks whether they are up to date. Fails if a mutant survives or a
// case kills none. With --brief it checks only that, in seconds, without a matrix.

import { dial } from "../dist/conformance/client/wire.js";
import { KILL_MATRIX } from "../dist/conformance/package-files.js";
import { briefComplaints } from "../dist/conformance/proof/mutants/brief.js";
import { MUTANTS } from "../dist/conformance/proof/mutants/catalogue.js";
import { killMatrix } from "../dist/conformance/proof/mutants/matrix.js";
import { outcomesOf, readOutcomes, writeOutcomes } from "../dist/conformance/proof/mutants/outcome.js";
import { complaints, killMatrixPage, table } from "../dist/conformance/report/markdown/kill-matrix.js";
import { goldens } from "../dist/conformance/run/suite.js";
import { createServer } from "../dist/server/index.js";
import { bringUpToDate, page } from "./generated.mjs";

const isBrief = process.argv.includes("--brief");
let time = 1_800_000_000.5;
const clock = {
  now: () => time,
  wait: async (seconds) => {
    time += seconds;
  },
};
// Numbers that look like chance and are the same in every run.
let drawn = 1;
const random = () => {
  drawn = (Math.imul(drawn, 1_664_525) + 1_013_904_223) >>> 0;
  return drawn / 2 ** 32;
};
const server = createServer({ clock, random });
const address = await server.start({ port: 0 });
const suite = { goldens: goldens(), mutants: MUTANTS, connect: () => dial(address), clock };
if (isBrief) {
  for (const line of await briefComplaints(suite, readOutcomes(KILL_MATRIX))) complain(line);
  if (process.exitCode === undefined)
    console.log(`all ${MUTANTS.length} mutants die, and each of the ${suite.goldens.length} cases kills at least one`);
} else {
  const matrix = await killMatrix(suite);
  console.log(table(matrix));
  for (const line of complaints(matrix)) complain(line);
  const isFresh = bringUpToDate("npm run self-test", [
    { file: page("mutants.md"), text: killMatrixPage(matrix) },
    { file: KILL_MATRIX, text: writeOutcomes(outcomesOf(matrix)) },
  ]);
  if (!isFresh) process.exitCode = 1;
}
await server.close();

function complain(line) {
  console.error(line);
  process.exitCode = 1;
}
