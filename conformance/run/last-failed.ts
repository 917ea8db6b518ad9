// Stores which cases failed, between runs of the same daemon, for `run --failed`.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../make-folder.ts";
import type { Result } from "./result.ts";

/** Ids of the cases that failed last; undefined if there was no run. */
export function readFailed(file: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : undefined;
  } catch {
    // The file is missing or not one of ours.
    return undefined;
  }
}

/**
 * Updates the file with the results of a run; cases that were not run keep their entry. A file that cannot be written
 * is ignored.
 */
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
