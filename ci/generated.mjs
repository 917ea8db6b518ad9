// Generated files: a command called with --check only checks whether they are up to date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** A page that is generated entirely. */
export const page = (name) => fileURLToPath(new URL(`../conformance/docs/${name}`, import.meta.url));

/**
 * Updates files, or with --check reports which are stale.
 * @param {string} command the command that writes them, for the message about stale files
 * @param {readonly { file: string, text: string }[]} files the required content of each
 * @returns {boolean} whether all files are up to date afterwards
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
