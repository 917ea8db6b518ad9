// Fetches pinned packages into a folder. pip does it where the interpreter has one, since it knows the user's index,
// proxy and certificates; for what is still missing (Jython and Debian's Python have no pip) $PIP_INDEX_URL is asked directly.
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { makeFolder } from "../make-folder.ts";
import type { Interpreter } from "./interpreter.ts";
import { PARTIAL, sweepAbandoned } from "./partial.ts";
import type { Pin } from "./requirements.ts";

export type Download = {
  /** Folder where files are kept between runs, shared by concurrent runs. */
  readonly folder: string;
  readonly requirements: string;
  readonly interpreter: Interpreter;
  readonly env: Record<string, string | undefined>;
  readonly signal: AbortSignal;
};

/** A package could not be downloaded. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  readonly code = "download";
}

const PIP_MILLISECONDS = 180_000;

/**
 * Paths of the packages' files, in the order of the pins. Files are identified by their hash only: a damaged one is fetched
 * again, and one that was put there by hand is accepted.
 *
 * @throws DownloadError
 */
export async function download(pins: readonly Pin[], options: Download): Promise<string[]> {
  makeFolder(options.folder);
  await sweepAbandoned(options.folder);
  let present = await filesByHash(options.folder);
  const missing = () => pins.filter(({ sha256 }) => !present.has(sha256));
  if (missing().length > 0 && options.interpreter.implementation === "CPython") {
    await downloadWithPip(options);
    present = await filesByHash(options.folder);
  }
  for (const pin of missing()) present.set(pin.sha256, await downloadFromIndex(pin, options));
  return pins.map(({ sha256 }) => present.get(sha256) ?? "");
}

async function filesByHash(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(folder, entry.name);
    // A concurrent run may have removed a damaged file since the listing.
    const content = await readFile(path).catch(() => undefined);
    if (content !== undefined) found.set(sha256Of(content), path);
  }
  return found;
}

/** Downloads everything with pip. If pip fails or is missing, that is not an error: the index is asked directly next. */
async function downloadWithPip({ folder, requirements, interpreter, env, signal }: Download): Promise<void> {
  const fetched = join(folder, `${randomUUID()}${PARTIAL}`);
  await mkdir(fetched);
  try {
    const args = [
      "-m",
      "pip",
      "download",
      "--quiet",
      "--no-deps",
      "--require-hashes",
      "-d",
      fetched,
      "-r",
      requirements,
    ];
    await execa(interpreter.file, [...interpreter.args, ...args], {
      env,
      extendEnv: false,
      reject: false,
      stdio: "ignore",
      timeout: PIP_MILLISECONDS,
      cancelSignal: signal,
    });
    for (const name of await readdir(fetched)) await rename(join(fetched, name), join(folder, name));
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}

/** Downloads from the package index at $PIP_INDEX_URL by the simple repository API (PEP 503). */
async function downloadFromIndex(pin: Pin, { folder, env, signal }: Download): Promise<string> {
  const index = env.PIP_INDEX_URL?.replace(/\/+$/, "");
  if (index === undefined || index === "") {
    const what = `cannot fetch ${pin.name} ${pin.version} without pip`;
    throw new DownloadError(
      `${what}: set $PIP_INDEX_URL to a package index, or run once with a Python 2.7 that has pip`,
    );
  }
  const { address, headers } = withoutCredentials(index);
  const page = `${address}/${pin.name.toLowerCase().replace(/[-_.]+/g, "-")}/`;
  const listing = await (await get(page, headers, signal)).text();
  const link = [...listing.matchAll(/href="([^"]+)"/g)]
    .map(([, href]) => new URL((href ?? "").replaceAll("&amp;", "&"), page))
    .find(({ hash }) => hash === `#sha256=${pin.sha256}`);
  if (link === undefined)
    throw new DownloadError(`${page} has no file of ${pin.name} ${pin.version} with the pinned hash`);
  // Do not send the index's password if the files are on another host.
  const own = link.origin === new URL(page).origin ? headers : {};
  const content = Buffer.from(await (await get(link.href, own, signal)).arrayBuffer());
  if (sha256Of(content) !== pin.sha256) throw new DownloadError(`${link.href} does not have the pinned hash`);
  const path = join(folder, decodeURIComponent(link.pathname.split("/").at(-1) ?? pin.name));
  await writeWhole(path, content);
  return path;
}

/** Splits `http://user:password@host/` into a URL without credentials and a Basic authorization header (RFC 7617). */
function withoutCredentials(index: string): { address: string; headers: Record<string, string> } {
  if (!URL.canParse(index)) throw new DownloadError("$PIP_INDEX_URL is no URL");
  const url = new URL(index);
  const { username, password } = url;
  if (username === "" && password === "") return { address: index, headers: {} };
  url.username = "";
  url.password = "";
  const pair = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  return { address: url.href.replace(/\/+$/, ""), headers: { authorization: `Basic ${pair}` } };
}

async function get(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal, headers: { accept: "text/html", ...headers } }).catch(
    (cause: unknown) => {
      throw new DownloadError(`cannot reach ${url}`, { cause });
    },
  );
  if (!response.ok) throw new DownloadError(`${url} answers ${response.status} ${response.statusText}`);
  return response;
}

/** Writes a file atomically: concurrent readers see the complete file or none. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  const partial = `${path}.${randomUUID()}${PARTIAL}`;
  await writeFile(partial, content);
  await rename(partial, path);
}

function sha256Of(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
