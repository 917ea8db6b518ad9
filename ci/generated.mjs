// Files that commands write: a command called with --check only looks whether they are as it would write them.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const README = fileURLToPath(new URL("../README.md", import.meta.url));

/**
 * Brings files up to date, or with --check tells which are not.
 * @param {string} command the one that writes them, for who finds them stale
 * @param {readonly { file: string, update: (text: string) => string }[]} files `update` gets what is there
 * @returns {boolean} whether nothing is stale now
 */
export function bringUpToDate(command, files) {
  const isCheck = process.argv.includes("--check");
  const stale = files
    .map(({ file, update }) => ({ file, before: existsSync(file) ? readFileSync(file, "utf8") : "", update }))
    .map(({ file, before, update }) => ({ file, before, after: update(before) }))
    .filter(({ before, after }) => before !== after);
  for (const { file, after } of stale) {
    if (isCheck) console.error(`${relative("", file)} is stale: run \`${command}\``);
    else writeFileSync(file, after);
  }
  return stale.length === 0 || !isCheck;
}
