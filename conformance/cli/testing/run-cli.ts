// Runs the command line in this process and collects what it prints.
import { cli } from "../cli.ts";

export type Surrounded = {
  readonly env?: Record<string, string | undefined>;
  /** If given, stdout and stderr are terminals of this width. */
  readonly terminal?: { readonly isTTY?: boolean; readonly columns?: number };
  /** Called with each chunk written to stderr; may interrupt the command as Ctrl-C does. */
  readonly onStderr?: (text: string, interrupt: () => void) => void;
};

export async function runCli(argv: readonly string[], { env = {}, terminal = {}, onStderr }: Surrounded = {}) {
  const printed = { stdout: "", stderr: "" };
  const interrupted = new AbortController();
  const code = await cli(argv, {
    stdout: { ...terminal, write: (text) => (printed.stdout += text) },
    stderr: {
      ...terminal,
      write(text) {
        printed.stderr += text;
        onStderr?.(text, () => interrupted.abort());
      },
    },
    env,
    signal: interrupted.signal,
  });
  return { code, ...printed };
}
