// Completion for zsh, as a file on $fpath or sourced.
import type { Completed, Option } from "./completed.ts";

export function zshCompletion(commands: readonly Completed[]): string {
  return `#compdef coordinate-conformance
# zsh completion for coordinate-conformance: source <(coordinate-conformance completion zsh)
_coordinate_conformance_cases() {
  local -a cases
  cases=(\${(f)"$(coordinate-conformance list --ids 2>/dev/null)"})
  compadd -a cases
}
_coordinate_conformance() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local separator=\${words[(i)--]}
  if (( separator < CURRENT )); then
    shift $separator words
    (( CURRENT -= separator ))
    _normal
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(argumentsOf).join("\n")}
  esac
}
if [ "$funcstack[1]" = _coordinate_conformance ]; then
  _coordinate_conformance "$@"
else
  compdef _coordinate_conformance coordinate-conformance
fi
`;
}

function argumentsOf({ name, options, words }: Completed): string {
  const specs = options.map(specOf);
  if (words.kind === "choices") specs.push(quoted(`1:argument:(${words.choices.join(" ")})`));
  if (words.kind === "cases") specs.push(quoted("*:case:_coordinate_conformance_cases"));
  return `    ${name}) _arguments ${specs.map((spec) => `\\\n      ${spec}`).join(" ")} ;;`;
}

/** One argument of zsh's _arguments: `*--name[about]:VALUE:action`; the star permits repetition. */
function specOf(option: Option): string {
  const { values } = option;
  const about = option.about === "" ? "" : `[${option.about.replace(/[[\]\\:]/g, "\\$&")}]`;
  const head = `*${option.name}${about}`;
  const label = (option.value ?? "value").replace(/[\\:]/g, "\\$&");
  switch (values.kind) {
    case "none":
      return quoted(head);
    case "choices":
      return quoted(`${head}:${label}:(${values.choices.join(" ")})`);
    case "files":
      return quoted(`${head}:${label}:_files`);
    case "cases":
      return quoted(`${head}:${label}:_coordinate_conformance_cases`);
    case "free":
      return quoted(`${head}:${label}: `);
    default:
      return values satisfies never;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
