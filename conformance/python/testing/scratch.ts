// A temporary folder for one test, with fake executables.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

export type Scratch = {
  readonly folder: string;
  /** Writes a file and returns its path. */
  file(name: string, content: string | Buffer): string;
  /** Writes an executable /bin/sh script and returns its path. */
  script(name: string, body: string): string;
};

/** Creates the folder; it is removed when the current test ends. */
export function scratchFolder(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "coordinate-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  return {
    folder,
    file,
    script(name, body) {
      const path = file(name, `#!/bin/sh\n${body}\n`);
      chmodSync(path, 0o755);
      return path;
    },
  };
}
