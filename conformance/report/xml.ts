// Escapes text for XML.

/** Escapes element text; characters that XML 1.0 forbids become U+FFFD. */
export function text(value: string): string {
  const printable = value.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\u{fffd}");
  return printable.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Escapes an attribute value in double quotes. */
export const attribute = (value: string) =>
  text(value).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
