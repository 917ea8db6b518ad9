// Prepares the version of the real client that is tested: the pinned one, or a folder, archive or URL given by the user.
import { createHash } from "node:crypto";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { execa } from "execa";
import { UsageError } from "../command.ts";
import { SHIM } from "../package-files.ts";
import { PINNED_CLIENT } from "./client-version.ts";
import { DownloadError } from "./download.ts";
import type { Interpreter } from "./interpreter.ts";

export type Client = {
  /** The name that the user gave. */
  readonly given: string;
  /** Folder to put first on the import path; undefined for the pinned client, which is one of the packages. */
  readonly folder: string | undefined;
  /** Deletes unpacked files. */
  remove(): Promise<void>;
};

export type ClientSearch = {
  readonly interpreter: Interpreter;
  readonly env: Record<string, string | undefined>;
  readonly signal: AbortSignal;
};

/**
 * @param given the pinned version, the path of a source tree, of a wheel or of a source archive, or the URL of one; a URL may
 * end with #sha256=HEX
 * @throws UsageError if it is none of these; DownloadError if a URL cannot be fetched
 */
export async function prepareClient(given: string, search: ClientSearch): Promise<Client> {
  if (given === PINNED_CLIENT) return { given, folder: undefined, remove: () => Promise.resolve() };
  if (/^\d+(\.\d+)+$/.test(given)) {
    const where = "name another one by a folder, a wheel, a source archive or a URL";
    throw new UsageError(`the client ${given} is not pinned here, only ${PINNED_CLIENT} is: ${where}`);
  }
  const scratch = await mkdtemp(join(tmpdir(), "coordinate-client-"));
  const remove = () => rm(scratch, { recursive: true, force: true });
  try {
    const source = /^https?:\/\//.test(given) ? await fetched(given, scratch, search.signal) : resolve(given);
    if (!(await exists(source))) throw new UsageError(`there is no client at ${given}`);
    const folder = join(scratch, "client");
    await unpack(source, folder, given, search);
    return { given, folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function unpack(source: string, folder: string, given: string, search: ClientSearch): Promise<void> {
  const { interpreter, env, signal } = search;
  const script = join(SHIM, "unpack_client.py");
  const { exitCode, stdout, stderr } = await execa(
    interpreter.file,
    [...interpreter.args, "-B", script, folder, source],
    { env, extendEnv: false, stdin: "ignore", reject: false, cancelSignal: signal },
  );
  if (exitCode !== 0) throw new UsageError(`the client ${given} cannot be used: ${stderr.trim().split("\n").at(-1)}`);
  if (stdout.trim() !== "") return;
  const version = await checkedOut(source, signal);
  const metadata = `Metadata-Version: 1.0\nName: coordinate\nVersion: ${version}\n`;
  await writeFile(join(folder, `coordinate-${version.replaceAll("-", "_")}.egg-info`), metadata);
}

/** The version of a source tree from git; `0+unknown` if git has none. */
async function checkedOut(source: string, signal: AbortSignal): Promise<string> {
  const described = await execa("git", ["-C", source, "describe", "--tags", "--always", "--dirty"], {
    reject: false,
    cancelSignal: signal,
  });
  const version = typeof described.stdout === "string" ? described.stdout.trim() : "";
  return version === "" ? "0+unknown" : version;
}

async function fetched(url: string, folder: string, signal: AbortSignal): Promise<string> {
  const { hash, pathname } = new URL(url);
  const answer = await fetch(url, { signal }).catch((cause: unknown) => {
    throw new DownloadError(`cannot reach ${url}`, { cause });
  });
  if (!answer.ok) throw new DownloadError(`${url} answers ${answer.status} ${answer.statusText}`);
  const content = Buffer.from(await answer.arrayBuffer());
  const wanted = /^#sha256=([0-9a-f]{64})$/.exec(hash)?.[1];
  const found = createHash("sha256").update(content).digest("hex");
  if (wanted !== undefined && wanted !== found) throw new DownloadError(`${url} has the hash ${found}`);
  const file = join(folder, basename(pathname) || "client");
  await writeFile(file, content);
  return file;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The client that a test run actually imported: its version, and the folder that it came from. */
export type ImportedClient = { readonly version: string; readonly folder: string };

export function describeClient({ version, folder }: ImportedClient, given: string): string {
  return given === PINNED_CLIENT
    ? `coordinate ${version}`
    : `coordinate ${version} of ${given} (imported from ${folder})`;
}
