// A parser for the subset of CDDL (RFC 8610) that protocol.cddl uses. Rules are parsed one at a time, on demand.

export type Type =
  | { readonly is: "choice"; readonly of: readonly Type[] }
  | { readonly is: "literal"; readonly kind: "text" | "bytes" | "int"; readonly value: string }
  | { readonly is: "range"; readonly from: bigint; readonly to: bigint }
  | { readonly is: "rule"; readonly name: string; readonly args: readonly Type[] }
  | { readonly is: "array" | "map"; readonly group: Group }
  /** `#6.128(...)`; with `number` undefined any tag, otherwise a tag whose number matches. */
  | { readonly is: "tag"; readonly number: Type | undefined; readonly content: Type | undefined }
  | { readonly is: "simple" }
  | { readonly is: "control"; readonly name: string; readonly of: Type; readonly by: Type };

/** Alternative lists of entries, one of which must match. */
export type Group = readonly (readonly Entry[])[];

export type Entry = {
  readonly least: number;
  readonly most: number;
  readonly what: { readonly key: Type | undefined; readonly value: Type } | { readonly group: Group };
};

/** A rule as it is defined: the names of its parameters, and its type. */
export type Rule = { readonly parameters: readonly string[]; readonly type: Type };

/** The text of each rule by its name, parameters included: `pair<first> = [first, null]`. */
export function rulesIn(text: string): Map<string, string> {
  const plain = text.replaceAll(/;[^\n]*/g, "");
  const starts = [...plain.matchAll(/^([a-z][\w-]*)(?:<[^>]*>)? *=/gm)];
  return new Map(starts.map((start, i) => [start[1] ?? "", plain.slice(start.index, starts[i + 1]?.index)]));
}

/** @throws Error for syntax outside the supported subset */
export function parseRule(text: string): Rule {
  const equals = text.indexOf("=");
  const parameters = /<([^>]*)>/.exec(text.slice(0, equals))?.[1]?.split(",") ?? [];
  const tokens = text.slice(equals + 1).match(TOKEN) ?? [];
  const cursor = { tokens, at: 0 };
  const type = parseType(cursor);
  if (cursor.at < tokens.length) throw new Error(`Cannot read CDDL: ${tokens.slice(cursor.at).join(" ")}`);
  return { parameters: parameters.map((name) => name.trim()), type };
}

const TOKEN = /'[^']*'|"[^"]*"|-?\d+|\.\.|\.[a-z]+|\/\/|=>|[A-Za-z_][\w-]*|[<>[\](){},*+?:^#./]/g;

type Cursor = { readonly tokens: readonly string[]; at: number };

const peek = ({ tokens, at }: Cursor) => tokens[at] ?? "";

function take(cursor: Cursor, token: string): boolean {
  if (peek(cursor) !== token) return false;
  cursor.at += 1;
  return true;
}

function need(cursor: Cursor, token: string): void {
  if (!take(cursor, token)) throw new Error(`Cannot read CDDL: '${peek(cursor)}' where '${token}' should be`);
}

function parseType(cursor: Cursor): Type {
  const of = [parseOne(cursor)];
  while (take(cursor, "/")) of.push(parseOne(cursor));
  return of.length === 1 && of[0] !== undefined ? of[0] : { is: "choice", of };
}

function parseOne(cursor: Cursor): Type {
  const first = parsePlain(cursor);
  if (take(cursor, "..")) return { is: "range", from: numberOf(first), to: numberOf(parsePlain(cursor)) };
  if (!/^\.[a-z]+$/.test(peek(cursor))) return first;
  const name = peek(cursor).slice(1);
  cursor.at += 1;
  return { is: "control", name, of: first, by: parsePlain(cursor) };
}

function numberOf(type: Type): bigint {
  if (type.is !== "literal" || type.kind !== "int") throw new Error("Cannot read CDDL: a range of what is no number");
  return BigInt(type.value);
}

function parsePlain(cursor: Cursor): Type {
  const token = peek(cursor);
  cursor.at += 1;
  if (token === "(") {
    const type = parseType(cursor);
    need(cursor, ")");
    return type;
  }
  if (token === "[" || token === "{") {
    const group = parseGroup(cursor, token === "[" ? "]" : "}");
    return { is: token === "[" ? "array" : "map", group };
  }
  if (token === "#") return parseTag(cursor);
  if (token.startsWith("'")) return { is: "literal", kind: "bytes", value: token.slice(1, -1) };
  if (token.startsWith('"')) return { is: "literal", kind: "text", value: token.slice(1, -1) };
  if (/^-?\d+$/.test(token)) return { is: "literal", kind: "int", value: token };
  if (!/^[A-Za-z_]/.test(token)) throw new Error(`Cannot read CDDL: '${token}' is no type`);
  const args: Type[] = [];
  if (take(cursor, "<")) {
    do args.push(parseType(cursor));
    while (take(cursor, ","));
    need(cursor, ">");
  }
  return { is: "rule", name: token, args };
}

/** `#6`, `#7`, `#6.37(...)`, `#6.<uint .ne 37>(...)`. */
function parseTag(cursor: Cursor): Type {
  if (take(cursor, "7")) return { is: "simple" };
  need(cursor, "6");
  let number: Type | undefined;
  if (take(cursor, ".")) {
    if (take(cursor, "<")) {
      number = parseType(cursor);
      need(cursor, ">");
    } else number = parsePlain(cursor);
  }
  if (!take(cursor, "(")) return { is: "tag", number, content: undefined };
  const content = parseType(cursor);
  need(cursor, ")");
  return { is: "tag", number, content };
}

function parseGroup(cursor: Cursor, end: string): Group {
  const choices: Entry[][] = [[]];
  while (!take(cursor, end)) {
    if (take(cursor, "//")) choices.push([]);
    else choices.at(-1)?.push(parseEntry(cursor));
    take(cursor, ",");
  }
  return choices;
}

function parseEntry(cursor: Cursor): Entry {
  const often = { "?": [0, 1], "*": [0, Infinity], "+": [1, Infinity] }[peek(cursor)];
  if (often !== undefined) cursor.at += 1;
  const [least = 1, most = 1] = often ?? [];
  const start = cursor.at;
  try {
    const first = parseType(cursor);
    take(cursor, "^");
    const keyed = take(cursor, "=>") || take(cursor, ":");
    return { least, most, what: keyed ? { key: first, value: parseType(cursor) } : { key: undefined, value: first } };
  } catch (error) {
    // Parentheses that do not contain a type contain a group.
    cursor.at = start;
    if (!take(cursor, "(")) throw error;
    return { least, most, what: { group: parseGroup(cursor, ")") } };
  }
}
