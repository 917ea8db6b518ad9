// Completion for fish.
import type { Completed, Option } from "./completed.ts";

export function fishCompletion(commands: readonly Completed[]): string {
  const lines = commands.flatMap((command) => [
    `${START} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...command.options.map((option) => optionLine(command.name, option)),
    ...argumentsOf(command).map(
      (each) => `${START} -n '__fish_seen_subcommand_from ${command.name}' -a ${quoted(each)}`,
    ),
  ]);
  return `# fish completion for coordinate-conformance: coordinate-conformance completion fish | source
${START} -f
${lines.join("\n")}
`;
}

const START = "complete -c coordinate-conformance";
const CASES = "(coordinate-conformance list --ids 2>/dev/null)";

function argumentsOf({ words }: Completed): string[] {
  if (words.kind === "cases") return [CASES];
  return words.kind === "choices" ? [words.choices.join(" ")] : [];
}

function optionLine(command: string, option: Option): string {
  const { name, about, values } = option;
  const head = `${START} -n '__fish_seen_subcommand_from ${command}' -l ${name.slice(2)}`;
  const tail = about === "" ? "" : ` -d ${quoted(about)}`;
  switch (values.kind) {
    case "none":
      return `${head}${tail}`;
    case "choices":
      return `${head} -x -a ${quoted(values.choices.join(" "))}${tail}`;
    case "files":
      return `${head} -r -F${tail}`;
    case "cases":
      return `${head} -x -a ${quoted(CASES)}${tail}`;
    case "free":
      return `${head} -x${tail}`;
    default:
      return values satisfies never;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
