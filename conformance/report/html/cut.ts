// Truncates long text for a page.

/** Maximum number of characters shown of a line of notation. */
export const MAX_NOTATION = 4000;

export function cut(text: string): string {
  return text.length > MAX_NOTATION
    ? `${text.slice(0, MAX_NOTATION)}… ${text.length - MAX_NOTATION} characters more`
    : text;
}
