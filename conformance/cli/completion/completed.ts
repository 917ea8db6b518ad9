// What a completion script needs about a command, derived from its option table.
import type { Completes } from "../table/kinds.ts";
import { type AnyRow, isRest, isValued, isWords, rowsOf, type Table } from "../table/table.ts";

export type Completed = {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** How its positional arguments are completed. */
  readonly words: Values;
};

export type Option = {
  /** Including the dashes. */
  readonly name: string;
  /** Placeholder of its value in --help, for example `FILE`; undefined for a flag. */
  readonly value: string | undefined;
  readonly about: string;
  readonly values: Values;
};

type Values =
  | { readonly kind: "choices"; readonly choices: readonly string[] }
  | { readonly kind: "files" }
  | { readonly kind: "cases" }
  /** A value that cannot be completed. */
  | { readonly kind: "free" }
  /** No value: a flag, or a command without positional arguments. */
  | { readonly kind: "none" };

export function completedCommand(table: Table): Completed {
  const rows = rowsOf(table);
  const words = rows.map(([, row]) => row).find(isWords);
  return {
    name: table.name,
    summary: table.summary,
    options: [...rows.flatMap(([name, row]) => (isRest(row) || isWords(row) ? [] : [optionOf(name, row)])), HELP],
    words: words === undefined ? { kind: "none" } : valuesOf(words.is.completes),
  };
}

const HELP: Option = { name: "--help", value: undefined, about: "what it does and takes", values: { kind: "none" } };

function optionOf(name: string, row: AnyRow): Option {
  const value = isValued(row) ? row.value : undefined;
  const values: Values = isValued(row) ? valuesOf(row.is.completes) : { kind: "none" };
  return { name: `--${name}`, value, about: row.about, values };
}

function valuesOf(completes: Completes): Values {
  if (completes === undefined) return { kind: "free" };
  return typeof completes === "function" ? { kind: "choices", choices: completes() } : { kind: completes };
}
