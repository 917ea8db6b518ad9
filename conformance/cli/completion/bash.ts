// Completion for bash, 3.2 and later. Where it offers nothing, bash completes files: for FILE values and after `--`.
import type { Completed } from "./completed.ts";

export function bashCompletion(commands: readonly Completed[]): string {
  return `# bash completion for coordinate-conformance: source <(coordinate-conformance completion bash)
_coordinate_conformance() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]} words= word
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${commands.map(({ name }) => name).join(" ")}'
  else
    for word in "\${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
      if [ "$word" = -- ]; then return; fi
    done
    case "$command $previous" in
${commands.flatMap(afterOption).join("\n")}
      *)
        case "$command $current" in
${commands.map(atWord).join("\n")}
        esac
        ;;
    esac
  fi
  local IFS=$' \\n'
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _coordinate_conformance coordinate-conformance
`;
}

const CASES = "$(coordinate-conformance list --ids 2>/dev/null)";

/** The completions of the value of each option that takes one. */
function afterOption({ name, options }: Completed): string[] {
  return options.flatMap((option) => {
    const { values } = option;
    const pattern = `      "${name} ${option.name}")`;
    if (values.kind === "none") return [];
    if (values.kind === "choices") return [`${pattern} words='${values.choices.join(" ")}' ;;`];
    return [values.kind === "cases" ? `${pattern} words=${CASES} ;;` : `${pattern} return ;;`];
  });
}

/** Completes options after a dash, and positional arguments otherwise. */
function atWord({ name, options, words }: Completed): string {
  const dashed = `          "${name} -"*) words='${options.map((option) => option.name).join(" ")}' ;;`;
  if (words.kind !== "cases" && words.kind !== "choices") return dashed;
  const other = words.kind === "cases" ? CASES : `'${words.choices.join(" ")}'`;
  return `${dashed}\n          "${name} "*) words=${other} ;;`;
}
