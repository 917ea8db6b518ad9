// `coordinate-conformance completion SHELL`: prints a completion script for this program's commands, options and cases.
import { EXIT, UsageError } from "../command.ts";
import type { Action } from "./command.ts";
import { bashCompletion } from "./completion/bash.ts";
import { completedCommand } from "./completion/completed.ts";
import { fishCompletion } from "./completion/fish.ts";
import { zshCompletion } from "./completion/zsh.ts";
import { type completionTable, SHELLS } from "./options/completion.ts";
import type { Table } from "./table/table.ts";

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** @param tables the option tables of the commands to complete */
export function completionOf(tables: readonly Table[]): Action<typeof completionTable> {
  return ({ values }, { stdout }) => {
    const [shell, ...more] = values.shell;
    if (shell === undefined || more.length > 0) throw new UsageError(`name one shell: ${SHELLS.join(", ")}`);
    stdout.write(SCRIPTS[shell](tables.map(completedCommand)));
    return Promise.resolve(EXIT.ok);
  };
}
