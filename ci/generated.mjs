// Generated files: a command called with --check only checks whether they are up to date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** A page that a command writes whole. */
export const page = (name) => fileURLToPath(new URL(`../conformance/docs/${name}`, import.meta.url));

/**
 * Brings files up to date, or with --check tells which are not.
 * @param {string} command the one that writes them, for who finds them stale
 * @param {readonly { file: string, text: string }[]} files what each must be
 * @returns {boolean} whether nothing is stale now
 */
export function bringUpToDate(command, files) {
  const isCheck = process.argv.includes("--check");
  const stale = files.filter(({ file, text }) => !existsSync(file) || readFileSync(file, "utf8") !== text);
  for (const { file, text } of stale) {
    if (isCheck) console.error(`${relative("", file)} is stale: run \`${command}\``);
    else writeFileSync(file, text);
  }
  return stale.length === 0 || !isCheck;
}
