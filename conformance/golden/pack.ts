// The package's goldens in one file, written by the build after reading and checking them, since reading a thousand
// YAML files takes seconds. The YAML files stay authoritative: one that has changed since is read instead of its packed
// form.

import { createHash } from "node:crypto";
import { existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { elementAt } from "../element-at.ts";
import { packageVersion } from "../package-files.ts";
import type { Golden } from "./format.ts";

/**
 * Tells whether a file is unchanged: by size and time first, by its content if these differ, as after an installation.
 */
type Entry = {
  readonly size: number;
  readonly modified: number;
  readonly sha256: string;
  readonly at: number;
  readonly length: number;
  readonly title: string;
};

export type Pack = {
  /** A golden by its id, if its file is unchanged since it was packed. */
  get(id: string, file: string): Golden | undefined;
  /** Its title, which is stored outside the compressed data. */
  title(id: string, file: string): string | undefined;
};

/** The bytes of a pack. */
export function packGoldens(goldens: readonly Golden[]): Buffer {
  // Each is compressed separately, so that one can be read without the others.
  const bodies = goldens.map((golden) => compressed(serialize({ ...golden, file: "" })));
  let at = 0;
  const entries = goldens.map(({ id, file, title }, i): [string, Entry] => {
    const { size, mtimeMs } = statSync(file);
    const { length } = elementAt(bodies, i);
    const entry = { size, modified: mtimeMs, sha256: digestOf(file), at, length, title };
    at += length;
    return [id, entry];
  });
  const head = serialize({ version: packageVersion(), entries: new Map(entries), length: at });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, ...bodies]);
}

/**
 * Brotli, since the same bytes come far apart, as bytes and in notation: deflate, which looks back 32 KB, makes twice as much
 * of all goldens, and takes as long to read.
 */
function compressed(bytes: Buffer): Buffer {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_MAX_WINDOW_BITS } = constants;
  // Lower qualities make two thirds more of long lists of numbers, higher ones take minutes.
  return brotliCompressSync(bytes, {
    params: { [BROTLI_PARAM_QUALITY]: 8, [BROTLI_PARAM_LGWIN]: BROTLI_MAX_WINDOW_BITS },
  });
}

/**
 * Opens a pack, which stays open: of its many megabytes only the goldens that are asked for are read.
 * @returns undefined if there is none, or none of this version
 */
export function openPack(path: string): Pack | undefined {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, "r");
  const start = 4 + readAt(file, 0, 4).readUInt32BE(0);
  const head: unknown = deserialize(readAt(file, 4, start - 4));
  if (!isHead(head) || start + head.length !== fstatSync(file).size) return undefined;
  const find = (id: string, file: string) => {
    const entry = head.entries.get(id);
    return entry !== undefined && isAsPacked(entry, file) ? entry : undefined;
  };
  return {
    title: (id, file) => find(id, file)?.title,
    get(id, golden) {
      const entry = find(id, golden);
      if (entry === undefined) return undefined;
      const body = readAt(file, start + entry.at, entry.length);
      // It was valid when this package was built, and its file is unchanged.
      return { ...(deserialize(brotliDecompressSync(body)) as Golden), file: golden };
    },
  };
}

function readAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  const read = readSync(file, bytes, 0, length, at);
  return bytes.subarray(0, read);
}

type Head = { readonly version: string; readonly entries: ReadonlyMap<string, Entry>; readonly length: number };

function isHead(value: unknown): value is Head {
  const { version, entries, length } = { ...(value as Partial<Head> | null) };
  return version === packageVersion() && entries instanceof Map && typeof length === "number";
}

function isAsPacked({ size, modified, sha256 }: Entry, file: string): boolean {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (facts?.size !== size) return false;
  return facts.mtimeMs === modified || digestOf(file) === sha256;
}

const digestOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
