// The kinds of option values: how each is parsed and validated, and what a shell offers to complete it.
import { type Address, parseAddress } from "../../client/address.ts";
import { UsageError } from "../../command.ts";

/** What a shell offers: file names, cases, or a list of words; undefined if the value cannot be completed. */
export type Completes = "files" | "cases" | (() => readonly string[]) | undefined;

export type Kind<T> = {
  /**
   * Parses a value.
   * @param option the option as the user writes it, for the error message
   * @throws UsageError if the text is invalid
   */
  read(text: string, option: string): T;
  readonly completes?: Completes;
};

export const text: Kind<string> = { read: (given) => given };
export const file: Kind<string> = { ...text, completes: "files" };
/** The id of a case, a glob pattern of ids, or `@FILE`. */
export const cases: Kind<string> = { ...text, completes: "cases" };
export const address: Kind<Address> = { read: parseAddress };

/** The id of a golden to be created: words separated by slashes, like the path of its file. */
export const goldenName: Kind<string> = {
  read(given, option) {
    if (/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(given)) return given;
    throw new UsageError(`${option} takes a name of letters, digits, - and _, with / for folders, not '${given}'`);
  },
};

/** A positive number of seconds, also fractional; the value is in milliseconds. */
export const seconds: Kind<number> = {
  read(given, option) {
    const value = Number(given);
    if (!(value > 0) || !Number.isFinite(value)) throw new UsageError(`${option} takes seconds, not '${given}'`);
    return value * 1000;
  },
};

/** A whole number from 1 to `most`. */
export function whole(most = 9_999_999_999): Kind<number> {
  return {
    read(given, option) {
      const value = Number(given);
      if (/^\d+$/.test(given) && value >= 1 && value <= most) return value;
      throw new UsageError(`${option} takes a whole number from 1 to ${most}, not '${given}'`);
    },
  };
}

/** One of the given words, which may be given as a function if computing them is expensive. */
export function oneOf<Word extends string>(words: readonly Word[] | (() => readonly Word[])): Kind<Word> {
  const all = typeof words === "function" ? words : () => words;
  return {
    read(given, option) {
      const found = all().find((word) => word === given);
      if (found === undefined) throw new UsageError(`${option} takes ${all().join(", ")}, not '${given}'`);
      return found;
    },
    completes: all,
  };
}

/** A comma-separated list of values of one kind, at least one. */
export function listOf<T>({ read, completes }: Kind<T>): Kind<readonly T[]> {
  return {
    read(given, option) {
      const items = given.split(",").filter((item) => item !== "");
      if (items.length === 0) throw new UsageError(`${option} is empty`);
      return items.map((item) => read(item, option));
    },
    completes,
  };
}
