// Declarative binary formats: each is defined once for both encoding and decoding.
import type { ByteReader, ByteWriter } from "./bytes.ts";

/** The encoding of one type. Reading throws a RangeError if the bytes are not a value of this type. */
export type Form<T> = {
  write(out: ByteWriter, value: T): void;
  read(from: ByteReader): T;
};

export const count: Form<number> = { write: (out, value) => out.count(value), read: (from) => from.count() };
export const integer: Form<number> = { write: (out, value) => out.integer(value), read: (from) => from.integer() };
export const text: Form<string> = { write: (out, value) => out.text(value), read: (from) => from.text() };
export const texts: Form<readonly string[]> = { write: (out, value) => out.texts(value), read: (from) => from.texts() };
export const flag: Form<boolean> = {
  write: (out, value) => out.count(value ? 1 : 0),
  read: (from) => from.count() === 1,
};

export function list<T>(item: Form<T>): Form<readonly T[]> {
  return {
    write(out, values) {
      out.count(values.length);
      for (const value of values) item.write(out, value);
    },
    read(from) {
      const values: T[] = [];
      for (let left = from.count(); left > 0; left--) values.push(item.read(from));
      return values;
    },
  };
}

/** Writes a name as its index in `names`. New names must be appended, so that existing files stay readable. */
export function oneOf<Name extends string>(what: string, ...names: readonly Name[]): Form<Name> {
  return {
    write: (out, value) => out.count(names.indexOf(value)),
    read(from) {
      const name = names[from.count()];
      if (name === undefined) throw new RangeError(`no such ${what}`);
      return name;
    },
  };
}

type Fields<T> = { readonly [Name in keyof T]: Form<T[Name]> };
type Values = Readonly<Record<string, unknown>>;

export function record<T extends Values>(fields: Fields<T>): Form<T> {
  const all = Object.entries<Form<unknown>>(fields);
  return {
    write: (out, value) => writeFields(out, all, value),
    read: (from) => readFields(from, all, {}) as T,
  };
}

/** A union of records with a tag field, written as the index of the tag, then the fields. New records must be appended. */
export function tagged<T extends Values, Tag extends keyof T & string>(
  what: string,
  tag: Tag,
  records: { readonly [Name in T[Tag] & string]: Fields<Omit<Extract<T, Readonly<Record<Tag, Name>>>, Tag>> },
): Form<T> {
  const all = Object.entries<Fields<Values>>(records).map(([name, fields]) => ({
    name,
    fields: Object.entries(fields),
  }));
  const places = new Map(all.map(({ name, fields }, place) => [name, { place, fields }]));
  return {
    write(out, value) {
      const found = places.get(String(value[tag]));
      if (found === undefined) throw new RangeError(`no such ${what}`);
      out.count(found.place);
      writeFields(out, found.fields, value);
    },
    read(from) {
      const found = all[from.count()];
      if (found === undefined) throw new RangeError(`no such ${what}`);
      return readFields(from, found.fields, { [tag]: found.name }) as T;
    },
  };
}

type Named = readonly [name: string, form: Form<unknown>];

function writeFields(out: ByteWriter, fields: readonly Named[], values: Values): void {
  for (const [name, form] of fields) form.write(out, values[name]);
}

function readFields(from: ByteReader, fields: readonly Named[], values: Record<string, unknown>): Values {
  for (const [name, form] of fields) values[name] = form.read(from);
  return values;
}
