// Two goldens in a folder, `work/one` and `work/two`, each a call of now() that answers 1; and `run` on them, in this process.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { formatAddress } from "../../client/address.ts";
import { listeningFake } from "../../client/testing/fake-daemon.ts";
import type { Golden } from "../../golden/format.ts";
import { loadGoldens } from "../../golden/load.ts";
import { exchangeOf, goldenOf, replyOf } from "../../golden/testing/golden.ts";
import { formatGolden } from "../../golden/write.ts";
import { createRecorder } from "../../run/recorded.ts";
import { cli } from "../cli.ts";

export function twoGoldens() {
  const folder = dirSync({ unsafeCleanup: true });
  const path = (name: string) => join(folder.name, name);
  const goldens = path("goldens");
  mkdirSync(join(goldens, "work"), { recursive: true });
  for (const name of ["one", "two"]) {
    const text = formatGolden(goldenOf([exchangeOf()], { title: `the case ${name}` }));
    writeFileSync(join(goldens, "work", `${name}.yaml`), text);
  }

  /** Writes a file of recorded replies of a daemon that answers every call with `result`. */
  async function replies(result: string, cases: readonly string[] = ["work/one", "work/two"]): Promise<string> {
    const file = path(`replies-${result}-${cases.length}.jsonl`);
    const answered = [
      { step: 1, sentAt: 0, receivedAt: 0, replies: [replyOf(result)], rest: Buffer.alloc(0), closed: false },
    ];
    const player = {
      name: "a daemon",
      failure: () => Promise.resolve(undefined),
      play: (_: Golden) => Promise.resolve(answered),
    };
    const recorder = createRecorder("a daemon", new Date(0));
    for (const golden of loadGoldens(goldens)) if (cases.includes(golden.id)) await recorder.wrap(player).play(golden);
    writeFileSync(file, recorder.text());
    return file;
  }

  async function run(argv: readonly string[], { env = {}, signal, ...terminal }: Terminal = {}) {
    const home = { XDG_CACHE_HOME: path("cache"), ...env };
    const printed = { stdout: "", stderr: "" };
    const around = {
      stdout: { ...terminal, write: (text: string) => (printed.stdout += text) },
      stderr: { ...terminal, write: (text: string) => (printed.stderr += text) },
      env: home,
      signal: signal ?? new AbortController().signal,
    };
    const dashes = argv.indexOf("--");
    const own = dashes < 0 ? argv : argv.slice(0, dashes);
    const rest = dashes < 0 ? [] : argv.slice(dashes);
    const code = await cli(["run", ...own, "--goldens", goldens, ...rest], around);
    return { code, ...printed };
  }

  return { path, goldens, replies, run, remove: () => folder.removeCallback() };
}

type Terminal = { env?: Record<string, string>; isTTY?: boolean; columns?: number; signal?: AbortSignal };

/** A daemon in this process that answers every frame with `result` and reports every request. */
export async function answering(result: string, onRequest = () => {}) {
  const { address, stop } = await listeningFake(() => {
    onRequest();
    return [replyOf(result)];
  });
  return { address: formatAddress(address), close: stop };
}
