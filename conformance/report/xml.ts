// Text as XML has it.

/** XML 1.0 has no place at all for most control characters. */
export function text(value: string): string {
  const printable = [...value]
    .map((character) => (isXml(character.codePointAt(0) ?? 0) ? character : "\u{fffd}"))
    .join("");
  return printable.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The same within double quotes. */
export const attribute = (value: string) =>
  text(value).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");

function isXml(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
}
