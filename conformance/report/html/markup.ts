// HTML as a type: values inserted into a template are escaped unless they are markup themselves.

/** Escaped HTML. Created only by the html`` template. */
export class Markup {
  readonly #source: string;
  constructor(source: string) {
    this.#source = source;
  }
  toString(): string {
    return this.#source;
  }
}

/** Values that a template accepts; undefined and false are written as nothing. */
export type Content = Markup | string | number | undefined | false | readonly Content[];

/** HTML from a template literal; its values are escaped, in text as well as in attributes in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, at) => part + (at < values.length ? write(values[at]) : "")).join(""));
}

function write(content: Content): string {
  if (content === undefined || content === false) return "";
  if (content instanceof Markup) return content.toString();
  if (typeof content === "object") return content.map(write).join("");
  return escaped(visible(String(content)));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Makes control characters (except line breaks and tabs), direction marks and lone surrogates visible. */
function visible(text: string): string {
  return text.replace(
    /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}
