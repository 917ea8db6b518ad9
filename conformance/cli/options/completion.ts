// The options of `completion`, from which parsing, --help and completion are made.
import { oneOf } from "../table/kinds.ts";
import { table } from "../table/table.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;

export const completionTable = table({
  name: "completion",
  summary: "print a completion script for your shell",
  usage: [SHELLS.join("|")],
  about: ["Prints a script that completes commands, options, their values, and the names of cases."],
  groups: { Arguments: { shell: { words: "SHELL", is: oneOf(SHELLS), about: SHELLS.join(", ") } } },
  exits: { 0: "printed" },
  examples: [
    "completion bash > ~/.local/share/bash-completion/completions/coordinate-conformance",
    "completion zsh > ~/.zfunc/_coordinate-conformance",
    "completion fish > ~/.config/fish/completions/coordinate-conformance.fish",
  ],
});
