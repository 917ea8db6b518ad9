// Compares the folder of goldens with a new recording, and writes only the files that change.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { type Golden, GoldenError } from "../golden/format.ts";
import { loadGolden } from "../golden/load.ts";
import { makeFolder } from "../make-folder.ts";
import { keptCase } from "./raw/kept.ts";
import type { Fresh } from "./record.ts";
import { changesOf } from "./update.ts";

export type Change = {
  readonly id: string;
  readonly kind: "new" | "changed" | "removed";
  /** Descriptions of the changes, one a line; for a new golden its title. */
  readonly lines: readonly string[];
  /** New content of the file; undefined if it is removed. */
  readonly text: string | undefined;
};

/**
 * The changes that a recording makes in a folder.
 * @param part whether only some goldens were recorded; if not, goldens that were not recorded are removed
 */
export function changesIn(folder: string, recorded: readonly Fresh[], part: boolean): Change[] {
  const found = recorded.flatMap((fresh) => changeOf(folder, fresh));
  if (part) return found;
  const ids = new Set(recorded.map(({ golden }) => golden.id));
  const gone = idsIn(folder).filter((id) => !ids.has(id));
  return [...found, ...gone.map((id): Change => ({ id, kind: "removed", lines: [], text: undefined }))];
}

/** Writes or deletes the changed files; leaves others alone. */
export function applyChanges(folder: string, changes: readonly Change[]): void {
  for (const { id, text } of changes) {
    const file = join(folder, `${id}.yaml`);
    if (text === undefined) {
      rmSync(file);
      continue;
    }
    makeFolder(dirname(file));
    writeFileSync(file, text);
  }
}

export function describeChange({ id, kind, lines }: Change): string {
  return [`${kind} ${id}\n`, ...lines.map((line) => `  ${line}\n`)].join("");
}

function changeOf(folder: string, { golden, text }: Fresh): Change[] {
  const { id } = golden;
  const file = join(folder, `${id}.yaml`);
  if (!existsSync(file)) return [{ id, kind: "new", lines: [golden.title], text }];
  let kept: Golden;
  try {
    kept = loadGolden(folder, file);
  } catch (error) {
    if (!(error instanceof GoldenError)) throw error;
    if (isDefinition(id, file)) return [{ id, kind: "new", lines: [golden.title], text }];
    return [{ id, kind: "changed", lines: [`the file could not be used: ${error.message}`], text }];
  }
  const lines = changesOf(kept, golden);
  return lines.length === 0 ? [] : [{ id, kind: "changed", lines, text }];
}

/** Whether a file is a handwritten golden that has only requests and was not recorded yet. */
function isDefinition(id: string, file: string): boolean {
  const text = readFileSync(file, "utf8");
  if (/^recorded:/m.test(text)) return false;
  try {
    keptCase(id, file, text);
    return true;
  } catch (error) {
    if (error instanceof GoldenError) return false;
    throw error;
  }
}

function idsIn(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  return files
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => name.slice(0, -".yaml".length).split(sep).join("/"))
    .sort();
}
