// The source faults (edits of the reference, each against one clause) that a golden detects; written by `npm run
// self-test`, counted on the page of clauses.
import { readFileSync } from "node:fs";
import { CAUGHT } from "../../package-files.ts";

export type CaughtFault = {
  readonly clause: string;
  /** File of the compiled reference in which the fault replaces the text `find` by `replace`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
};

export function writeCaught(caught: readonly CaughtFault[]): string {
  return caught.map((each) => `${JSON.stringify(each)}\n`).join("");
}

/** Reads caught.jsonl. @throws Error with file and line if a line is not a fault; SyntaxError if it is not JSON */
export function readCaught(file = CAUGHT): CaughtFault[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line, at) => {
    const value: unknown = JSON.parse(line);
    if (!isCaught(value)) throw new Error(`${file}:${at + 1}: no fault with its clause`);
    return value;
  });
}

function isCaught(value: unknown): value is CaughtFault {
  const { clause, file, find, replace } = { ...(value as Partial<CaughtFault> | null) };
  return [clause, file, find, replace].every((each) => typeof each === "string");
}
