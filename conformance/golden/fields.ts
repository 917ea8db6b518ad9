// Typed access to a YAML tree: each field is read under an expected name and type, unknown fields are rejected, and
// errors name file and line. Scalars are read as text, so that YAML turns none into a number or a boolean.
import type { LineCounter, Node } from "yaml";
import { isVisible, visible } from "../cbor/visible.ts";
import { yaml } from "../yaml.ts";
import { GoldenError } from "./format.ts";

/** One node of a file, with its path for error messages. */
export type Field = { readonly file: YamlFile; readonly node: Node; readonly name: string };
type YamlFile = { readonly path: string; readonly lines: LineCounter };

/** The root of a YAML file. @throws GoldenError code yaml */
export function openYaml(path: string, text: string): Field {
  const lines = new (yaml().LineCounter)();
  const document = yaml().parseDocument(text, { schema: "failsafe", lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new GoldenError("yaml", path, lines.linePos(error.pos[0]).line, error.message, { cause: error });
  }
  if (document.contents === null) throw new GoldenError("yaml", path, 0, "the file is empty");
  return { file: { path, lines }, node: document.contents, name: "the file" };
}

export function lineOf({ file, node }: Field): number {
  return node.range === undefined || node.range === null ? 0 : file.lines.linePos(node.range[0]).line;
}

/** Creates the error to throw about a field. */
export function complaint(field: Field, code: GoldenError["code"], message: string): GoldenError {
  return new GoldenError(code, field.file.path, lineOf(field), message);
}

/** The fields of a map, all of whose keys must be among `names`. */
export function fieldsOf<Name extends string>(field: Field, names: readonly Name[]): Partial<Record<Name, Field>> {
  if (!yaml().isMap(field.node)) throw complaint(field, "shape", `${field.name} must be a map`);
  const found: Partial<Record<Name, Field>> = {};
  for (const { key, value } of field.node.items) {
    const name = yaml().isScalar(key) ? String(key.value) : "";
    const known = names.find((each) => each === name);
    if (known === undefined) {
      const at = yaml().isScalar(key) ? { ...field, node: key } : field;
      throw complaint(at, "shape", `${field.name} has no field '${name}'; it has ${names.join(", ")}`);
    }
    found[known] = { file: field.file, node: value as Node, name: known };
  }
  return found;
}

/** A field that must be present. @throws GoldenError */
export function required(parent: Field, field: Field | undefined, name: string): Field {
  if (field === undefined) throw complaint(parent, "shape", `${parent.name} lacks '${name}'`);
  return field;
}

export function listOf(field: Field, itemName: string): Field[] {
  if (!yaml().isSeq(field.node)) throw complaint(field, "shape", `${field.name} must be a list`);
  return field.node.items.map((node) => ({ file: field.file, node: node as Node, name: itemName }));
}

/** The items of a list; a single item may be written without a list. */
export function oneOrMore(field: Field): Field[] {
  return yaml().isSeq(field.node) ? listOf(field, field.name) : [field];
}

export const isText = ({ node }: Field): boolean => yaml().isScalar(node);

export function textOf(field: Field): string {
  if (!yaml().isScalar(field.node)) throw complaint(field, "shape", `${field.name} must be a text`);
  return String(field.node.value);
}

/** A text that is not empty and has no invisible characters. */
export function filledText(field: Field): string {
  const text = textOf(field);
  if (text.trim() === "") throw complaint(field, "shape", `${field.name} is empty`);
  if (!isVisible(text))
    throw complaint(field, "shape", `${field.name} has characters that cannot be seen: ${visible(text)}`);
  return text;
}

export function numberOf(field: Field): number {
  const text = textOf(field);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw complaint(field, "shape", `${field.name} must be a number, not '${text}'`);
  return Number(text);
}

/** A whole number of at least `least`. */
export function countOf(field: Field, least: number): number {
  const value = numberOf(field);
  if (!Number.isInteger(value) || value < least) {
    throw complaint(field, "shape", `${field.name} must be a whole number of at least ${least}, not ${value}`);
  }
  return value;
}

/** A flag, which can only be written as `true`; absent means false. */
export function flagOf(field: Field | undefined): boolean {
  if (field === undefined) return false;
  if (textOf(field) !== "true") throw complaint(field, "shape", `${field.name} is either true or left out`);
  return true;
}

export function hexOf(field: Field): Uint8Array {
  const text = textOf(field);
  if (!/^([0-9a-f]{2})*$/.test(text))
    throw complaint(field, "hex", `${field.name} must be lower-case hex digits in pairs`);
  return Buffer.from(text, "hex");
}
