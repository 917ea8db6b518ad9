// Text from outside as people can read it: what cannot be seen, or changes how its neighbours are shown, is written as an
// escape, so that different texts read differently and none of them commands a terminal or a CI system.

/** Controls, formats, what has no character, marks that join the letter before, and spaces that are not the space. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** JSON's escape, two of them for a character beyond 16 bits. */
function escapeCharacter(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  }).join("");
}

/** `text` with every character that cannot be seen as `\u202e`; the result is one line. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escapeCharacter);
}

/** Whether visible() leaves a text as it is. */
export const isVisible = (text: string): boolean => text.search(UNSEEN) < 0;

/** Lines of a process, none of which a GitHub runner takes for one of its commands: `::name` at its start, `##[name]` in it. */
export function visibleLines(text: string): string[] {
  return text.split("\n").map((line) => visible(line).replaceAll("##[", "#\\u0023["));
}
