// npm run flaws [-- --check]: searches a seed with which the simulation finds each flaw of the catalogue, and writes the table; with
// --check it only verifies that each flaw is still found and listed in the table.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { probes } from "../simulation/probes.ts";
import { proofTable, prove, seedsIn } from "./proof.ts";

const FILE = fileURLToPath(new URL("../../../../../conformance/docs/flaws.md", import.meta.url));

const unfounded = probes();
const before = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
const proofs = prove(seedsIn(before));
const table = proofTable(proofs);
const missed = proofs.filter(({ kind }) => kind === null).map(({ flaw }) => flaw.name);
const isCheck = process.argv.includes("--check");
const unlisted = isCheck
  ? proofs.filter(({ flaw }) => !before.includes(`| \`${flaw.name}\` |`)).map(({ flaw }) => flaw.name)
  : [];
if (!isCheck) writeFileSync(FILE, table);
console.log(`${proofs.length - missed.length} of ${proofs.length} flaws are found`);
if (missed.length > 0) console.error(`not found: ${missed.join(", ")}`);
if (unlisted.length > 0)
  console.error(`not in conformance/docs/flaws.md: ${unlisted.join(", ")}: run \`npm run flaws\``);
for (const { what } of unfounded) console.error(`found without any flaw: ${what}`);
process.exitCode = unfounded.length + missed.length + unlisted.length === 0 ? 0 : 1;
