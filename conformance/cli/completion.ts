// `coordinate-conformance completion SHELL`: a script that completes this program's commands, options and cases.
import { type Command, EXIT, UsageError } from "../command.ts";
import { bashCompletion } from "./completion/bash.ts";
import { fishCompletion } from "./completion/fish.ts";
import { type Completed, completedCommand } from "./completion/options.ts";
import { zshCompletion } from "./completion/zsh.ts";

const SHELLS: Record<string, (commands: readonly Completed[]) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** @param others the commands to complete besides this one */
export function completionOf(others: readonly Command[]): Command {
  const completion: Command = {
    name: "completion",
    summary: "a completion script for your shell",
    help: `Usage: coordinate-conformance completion bash|zsh|fish

Prints a script that completes commands, options, their values, and the names of cases.

Examples:
  source <(coordinate-conformance completion bash)
  coordinate-conformance completion zsh > ~/.zfunc/_coordinate-conformance
  coordinate-conformance completion fish > ~/.config/fish/completions/coordinate-conformance.fish
`,
    run([name = "", ...rest], { stdout }) {
      const script = Object.hasOwn(SHELLS, name) ? SHELLS[name] : undefined;
      if (script === undefined || rest.length > 0) {
        throw new UsageError(`name one shell: ${Object.keys(SHELLS).join(", ")}`);
      }
      stdout.write(script([...others, completion].map(completedCommand)));
      return Promise.resolve(EXIT.ok);
    },
  };
  return completion;
}
