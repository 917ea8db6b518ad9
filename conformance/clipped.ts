// Long text in what is kept or printed, cut off with its length.

/** The text, or so many characters of it, with the number that it has. */
export const clipped = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)}... (${text.length} characters)`;
