// Runs the CDDL validator of requirements.txt, which pip installs into the cache folder.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cacheFolder } from "../../conformance/cache-folder.ts";

const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));
const SCRIPT = fileURLToPath(new URL("validate.py", import.meta.url));
const PYTHON = "python3";
const PIP_MILLISECONDS = 120_000;

/** The folder with the validator's package, or the reason why there is none: no Python 3, or a failed download. */
export async function prepareValidator(): Promise<{ folder: string } | { missing: string }> {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
  const folder = join(cacheFolder(undefined, process.env), "cddl", hash);
  if (existsSync(folder)) return { folder };
  const version = await execa(PYTHON, ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"], { reject: false });
  if (version.failed) return { missing: "no Python 3.9 or newer" };
  const partial = `${folder}.${randomUUID()}`;
  mkdirSync(dirname(folder), { recursive: true });
  const installation = await execa(
    PYTHON,
    ["-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "--target", partial, "-r", REQUIREMENTS],
    { reject: false, timeout: PIP_MILLISECONDS },
  );
  if (installation.failed) {
    rmSync(partial, { recursive: true, force: true });
    return { missing: `pip has no ${REQUIREMENTS}: ${installation.stderr.slice(-500)}` };
  }
  try {
    renameSync(partial, folder);
  } catch (error) {
    // A concurrent run has created the folder.
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return { folder };
}

/** The validation error of each message; null if it matches its rule of the schema. */
export async function validate(
  folder: string,
  schema: string,
  messages: readonly { readonly rule: string; readonly frame: Uint8Array }[],
): Promise<(string | null)[]> {
  const lines = messages.map(({ rule, frame }) => JSON.stringify({ rule, hex: Buffer.from(frame).toString("hex") }));
  const { stdout } = await execa(PYTHON, [SCRIPT, schema], {
    input: `${lines.join("\n")}\n`,
    env: { PYTHONPATH: folder },
    maxBuffer: 1e9,
  });
  const answers: unknown[] = stdout.split("\n").map((line) => JSON.parse(line));
  if (answers.length !== messages.length) throw new Error(`${answers.length} answers to ${messages.length} messages`);
  return answers.map((answer) => (answer === null ? null : String(answer)));
}
