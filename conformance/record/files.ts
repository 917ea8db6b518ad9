// Compares the goldens' folder with a recording: which files change and how; writes only these.
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
  /** What changed, a line each; for a new golden what it is about. */
  readonly lines: readonly string[];
  /** The file's new text; undefined for a removed one. */
  readonly text: string | undefined;
};

/** What a recording changes in a folder. Files that it has nothing for are left alone when it is only a part. */
export function changesIn(folder: string, recorded: readonly Fresh[], part: boolean): Change[] {
  const found = recorded.flatMap((fresh) => changeOf(folder, fresh));
  if (part) return found;
  const ids = new Set(recorded.map(({ golden }) => golden.id));
  const gone = idsIn(folder).filter((id) => !ids.has(id));
  return [...found, ...gone.map((id): Change => ({ id, kind: "removed", lines: [], text: undefined }))];
}

/** Writes what changed and nothing else. */
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

/** Whether a file has only what is sent so far, as somebody wrote it. */
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
