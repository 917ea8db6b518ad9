// Which cases failed last time, kept from one run of the same daemon to the next.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../make-folder.ts";
import type { Result } from "./result.ts";

/** Ids of cases; undefined where no run is known. */
export function readFailed(file: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : undefined;
  } catch {
    // It is not there, or somebody else wrote it: then nothing is known.
    return undefined;
  }
}

/** Notes what failed now; what was not run this time stays as it was. That the file cannot be written spoils no run. */
export function noteFailed(file: string, results: readonly Result[]): void {
  const failed = new Set(readFailed(file));
  for (const { case: id, outcome } of results) {
    if (outcome === "passed") failed.delete(id);
    else if (outcome !== "not-run") failed.add(id);
  }
  try {
    makeFolder(dirname(file));
    writeFileSync(file, `${JSON.stringify([...failed].sort(), undefined, 2)}\n`);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
  }
}
