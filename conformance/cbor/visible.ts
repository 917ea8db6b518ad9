// Makes text from outside safe to print: characters that are invisible or change how others are displayed are escaped,
// so that different texts look different and none can control a terminal or a CI system.

/** Control, format, private-use and unassigned characters, combining marks, and all spaces but U+0020. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** JSON's escape; two of them for a character above U+FFFF. */
function escapeCharacter(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  }).join("");
}

/** `text` with every such character escaped as `\u202e`; the result is one line. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escapeCharacter);
}

/** Whether visible() leaves a text as it is. */
export const isVisible = (text: string): boolean => text.search(UNSEEN) < 0;

/**
 * Lines of a process's output, escaped so that GitHub takes none as a workflow command: `::name` at the start,
 * `##[name]`.
 */
export function visibleLines(text: string): string[] {
  return text.split("\n").map((line) => visible(line).replaceAll("##[", "#\\u0023["));
}

/** Text of several lines, none of which GitHub takes as a workflow command, even if nothing is put in front of it. */
export function visibleText(text: string): string {
  return visibleLines(text)
    .map((line) => line.replace(/^( *):(?=:)/, "$1\\u003a"))
    .join("\n");
}
