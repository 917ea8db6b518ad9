// `npm run mutants`: plays every golden to the mutants of the reference daemon and writes the kill matrix into the README;
// with --check it only looks whether the README is up to date. Fails when a mutant lives or a case kills none.
import { readFileSync, writeFileSync } from "node:fs";
import { MUTANTS } from "../dist/conformance/mutants/catalogue.js";
import { killMatrix } from "../dist/conformance/mutants/matrix.js";
import { complaints, table, withTable } from "../dist/conformance/mutants/table.js";
import { goldens } from "../dist/conformance/suite.js";
import { dial } from "../dist/conformance/target/wire.js";
import { createServer } from "../dist/server/index.js";

const README = new URL("../README.md", import.meta.url);

let time = 1_800_000_000;
const clock = {
  now: () => time,
  wait: async (seconds) => {
    time += seconds;
  },
};
const server = createServer({ clock, random: () => 0.5 });
const address = await server.start({ port: 0 });
const matrix = await killMatrix({ goldens: goldens(), mutants: MUTANTS, connect: () => dial(address), clock });
await server.close();

console.log(table(matrix));
const wrong = complaints(matrix);
for (const line of wrong) console.error(line);
const readme = readFileSync(README, "utf8");
const written = withTable(readme, matrix);
const stale = written !== readme;
if (stale && process.argv.includes("--check")) console.error("README.md is stale: run `npm run mutants`");
else if (stale) writeFileSync(README, written);
process.exitCode = wrong.length > 0 || (stale && process.argv.includes("--check")) ? 1 : 0;
