// Clauses on values, with encodings that the notation has no words for.
import { calls, type RawCase, stock } from "../definition.ts";
import { around } from "./wire.ts";

/** add_work_units() of one unit, its data in hex. */
function unit(id: number, key: string, data: string) {
  const [params, name, method] = ["46706172616d73", "466d6574686f64", "4e6164645f776f726b5f756e697473"];
  const number = id.toString(16).padStart(2, "0");
  const keyByte = Buffer.from(key).toString("hex");
  return { sends: [around(`a3 ${params} 82 4173 81 82 41${keyByte} ${data} 426964 ${number} ${name} ${method}`)] };
}

/** Units with these data, as they are read back; refused ones are not there. */
function kept(name: string, title: string, requires: readonly string[], ...data: readonly string[]): RawCase {
  return {
    id: `clauses/${name}`,
    title,
    requires,
    steps: [
      ...calls("set_work_spec({'name': 's'})"),
      ...data.map((each, i) => unit(i + 2, "abcdefgh".charAt(i), each)),
      { sends: [stock(23, "get_work_units('s', {})")] },
    ],
  };
}

export const valueClauses: readonly RawCase[] = [
  kept(
    "floats-at-the-edges",
    "the smallest floats of 2 and 4 bytes keep their value, and NaNs their sign and payload",
    ["VAL-7", "VAL-8", "VAL-11"],
    "a1 6178 fa00000001",
    "a1 6178 fa807fffff",
    "a1 6178 f90001",
    "a1 6178 f98000",
    "a1 6178 faffc00000",
    "a1 6178 faffa12345",
    "a1 6178 fa7f812345",
    "a1 6178 f9fd23",
  ),
  kept(
    "floats-within-lists",
    "floats of 2 and 4 bytes become floats of 8 bytes wherever they stand",
    ["VAL-7", "VAL-22", "FRAME-7"],
    "a1 6178 81 81 fa3fc00000",
    "a1 6178 81 81 f93e00",
    "a1 6178 a1 d880 81 fa3fc00000 a1 f93e00 d880 81 fa7fc00000",
  ),
  kept(
    "strings-in-chunks-that-are-no-text",
    "keys and values in chunks that are no UTF-8 when they are joined, and some that are",
    ["VAL-16", "VAL-17", "VAL-24", "VAL-39"],
    "a1 5f 41ff 41fe ff 01",
    "a1 5f 41c3 41a9 ff 01",
    "a1 7f 61ff 61fe ff 01",
    "a1 6178 7f 61ff 61fe ff",
    "a1 6178 7f 61c3 61a9 ff",
    "a1 6178 81 7f 61e2 6282ac 60 ff",
    "a1 6178 5f 61c3 41a9 ff",
    "a1 6178 7fff",
  ),
  kept(
    "text-as-it-is",
    "a byte order mark, accents that could be joined, a zero and line ends stay in a text",
    ["VAL-18"],
    "a1 6178 66 efbbbf616263",
    "a1 66 efbbbf616263 01",
    "a1 6178 63 65cc81",
    "a1 6178 62 6100",
    "a1 6178 64 610d0a62",
    "a1 6178 63 efbbbf",
  ),
  kept(
    "surrogates-in-text",
    "each half of a surrogate pair is a character of three bytes, alone or together, as a value and as a key",
    ["VAL-53", "VAL-23"],
    "a1 6178 63 eda080",
    "a1 6178 63 edb080",
    "a1 6178 63 edbfbf",
    "a1 6178 66 edb080eda080",
    "a1 63 edbfbf 01",
    "a1 43 edb080 01",
  ),
  kept(
    "entries-without-a-value",
    "null, false and empty values of a map stay in it",
    ["VAL-12", "VAL-21"],
    "a3 6161 f6 6162 01 6163 f4",
    "a2 6161 f6 6162 a0",
    "a1 6178 a2 6161 f6 6162 f5",
    "a2 6162 f6 6161 80",
  ),
  kept(
    "unreadable-key-before-its-value",
    "of a key and its value the key is told, and a value within ten lists too",
    ["VAL-41", "VAL-54", "VAL-55"],
    "a1 61ff c001",
    "a1 6178 a1 80 c001",
    "a1 6178 8181818181818181818181 c001",
    "a1 6178 8181818181a1616181a1616281 61ff",
  ),
];
