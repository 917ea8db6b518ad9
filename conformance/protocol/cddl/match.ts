// Validates an item against a CDDL rule.
import { readFileSync } from "node:fs";
import type { Item, Entry as MapEntry } from "../../cbor/item.ts";
import { CDDL } from "../../package-files.ts";
import { type Entry, type Group, parseRule, type Rule, rulesIn, type Type } from "./syntax.ts";

export type Schema = {
  has(rule: string): boolean;
  /** Whether an item matches the type argument of `frame<...>` in a rule. */
  matchesMessage(rule: string, message: Item): boolean;
};

function schemaOf(text: string): Schema {
  const texts = rulesIn(text);
  const rules = new Map<string, Rule>();
  const ruleOf = (name: string): Rule | undefined => {
    const source = texts.get(name);
    if (source === undefined) return undefined;
    const rule = rules.get(name) ?? parseRule(source);
    rules.set(name, rule);
    return rule;
  };
  return {
    has: (rule) => texts.has(rule),
    matchesMessage(rule, message) {
      const type = ruleOf(rule)?.type;
      if (type?.is !== "rule" || type.name !== "frame" || type.args[0] === undefined) return false;
      return matches({ ruleOf, given: new Map() }, type.args[0], message);
    },
  };
}

let schema: Schema | undefined;

/** protocol.cddl, read once. */
export function protocolSchema(): Schema {
  schema ??= schemaOf(readFileSync(CDDL, "utf8"));
  return schema;
}

/** What names refer to: the rules, and the arguments of the generic rule being matched. */
type Scope = {
  readonly ruleOf: (name: string) => Rule | undefined;
  readonly given: ReadonlyMap<string, { readonly type: Type; readonly scope: Scope }>;
};

function matches(scope: Scope, type: Type, item: Item): boolean {
  switch (type.is) {
    case "choice":
      return type.of.some((each) => matches(scope, each, item));
    case "literal":
      return isLiteral(type, item);
    case "range":
      return item.kind === "int" && item.value >= type.from && item.value <= type.to;
    case "rule":
      return matchesRule(scope, type, item);
    case "array":
      return item.kind === "array" && type.group.some((entries) => matchesSequence(scope, flat(entries), item.items));
    case "map":
      return item.kind === "map" && alternatives(type.group).some((each) => matchesEntries(scope, each, item.entries));
    case "tag": {
      if (item.kind !== "tag") return false;
      const number: Item = { kind: "int", value: item.tag, at: 0, head: 1, end: 1 };
      if (type.number !== undefined && !matches(scope, type.number, number)) return false;
      return type.content === undefined || matches(scope, type.content, item.content);
    }
    case "simple":
      return item.kind === "simple" || item.kind === "float";
    case "control":
      return matches(scope, type.of, item) && isControlled(scope, type.name, type.by, item);
    default:
      return type satisfies never;
  }
}

function isLiteral({ kind, value }: Extract<Type, { is: "literal" }>, item: Item): boolean {
  if (kind === "int") return item.kind === "int" && item.value === BigInt(value);
  return item.kind === kind && Buffer.from(item.value).toString() === value;
}

function matchesRule(scope: Scope, { name, args }: Extract<Type, { is: "rule" }>, item: Item): boolean {
  const given = scope.given.get(name);
  if (given !== undefined) return matches(given.scope, given.type, item);
  const rule = scope.ruleOf(name);
  if (rule === undefined) return isOfPrelude(name, item);
  const inner = new Map(
    rule.parameters.flatMap((parameter, i) => {
      const type = args[i];
      return type === undefined ? [] : [[parameter, { type, scope }] as const];
    }),
  );
  return matches({ ruleOf: scope.ruleOf, given: inner }, rule.type, item);
}

/** Types of the CDDL prelude (RFC 8610 appendix D), as far as protocol.cddl uses them. */
function isOfPrelude(name: string, item: Item): boolean {
  switch (name) {
    case "any":
      return true;
    case "uint":
      return item.kind === "int" && item.value >= 0n;
    case "int":
      return item.kind === "int";
    case "bstr":
      return item.kind === "bytes";
    case "tstr":
      return item.kind === "text";
    case "float":
      return item.kind === "float";
    case "float64":
      return item.kind === "float" && item.head === 9;
    case "bool":
      return isSimple(item, 20) || isSimple(item, 21);
    case "false":
      return isSimple(item, 20);
    case "true":
      return isSimple(item, 21);
    case "null":
      return isSimple(item, 22);
    case "undefined":
      return isSimple(item, 23);
    default:
      throw new Error(`Cannot match CDDL: there is no rule '${name}'`);
  }
}

const isSimple = (item: Item, value: number) => item.kind === "simple" && item.value === value;

function isControlled(scope: Scope, name: string, by: Type, item: Item): boolean {
  if (name === "ne") return !matches(scope, by, item);
  if (name === "size" && by.is === "literal") {
    return (item.kind === "bytes" || item.kind === "text") && item.value.length === Number(by.value);
  }
  throw new Error(`Cannot match CDDL: the control .${name} is not known here`);
}

/** The entries of an array's groups as one list. */
function flat(entries: readonly Entry[]): Entry[] {
  return entries.flatMap((entry) => ("group" in entry.what ? entry.what.group.flatMap(flat) : entry));
}

function matchesSequence(scope: Scope, entries: readonly Entry[], items: readonly Item[]): boolean {
  const [entry, ...more] = entries;
  if (entry === undefined) return items.length === 0;
  const { least, most, what } = entry;
  if ("group" in what) return false;
  let count = 0;
  while (count < Math.min(most, items.length)) {
    const item = items[count];
    if (item === undefined || !matches(scope, what.value, item)) break;
    count += 1;
  }
  // Greedy, with backtracking where the entries that follow need items.
  for (let taken = count; taken >= least; taken--) {
    if (matchesSequence(scope, more, items.slice(taken))) return true;
  }
  return false;
}

/** Every combination of choices among the groups in a map. */
function alternatives(group: Group): Entry[][] {
  return group.flatMap((entries) =>
    entries.reduce<Entry[][]>(
      (ways, entry) => {
        const own = "group" in entry.what ? alternatives(entry.what.group) : [[entry]];
        return ways.flatMap((way) => own.map((each) => [...way, ...each]));
      },
      [[]],
    ),
  );
}

function matchesEntries(scope: Scope, entries: readonly Entry[], all: readonly MapEntry[]): boolean {
  let left = [...all];
  for (const { least, most, what } of entries) {
    if ("group" in what || what.key === undefined) return false;
    const { key, value } = what;
    const fits = (entry: MapEntry) => matches(scope, key, entry.key) && matches(scope, value, entry.value);
    const taken = left.filter(fits).slice(0, most);
    if (taken.length < least) return false;
    left = left.filter((entry) => !taken.includes(entry));
  }
  return left.length === 0;
}
