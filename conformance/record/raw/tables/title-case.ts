// Letters beyond ASCII in the names of methods, each at the beginning of a piece and within one: which are changed, and into what.
// Of scripts whose letters have had their title case for long: the version of Unicode is a daemon's own matter.
import type { RawCase } from "../definition.ts";

/** First and last letter of each run. */
const RUNS: readonly (readonly [string, number, number])[] = [
  ["Latin-1", 0xa0, 0xff],
  ["Latin Extended-A", 0x100, 0x17f],
  ["Latin Extended-B", 0x180, 0x19a],
  ["the rest of it", 0x19c, 0x23b],
  ["combining marks", 0x300, 0x36f],
  ["Greek", 0x37b, 0x37d],
  ["more Greek", 0x386, 0x3f2],
  ["the last of it", 0x3f4, 0x3fb],
  ["Cyrillic", 0x400, 0x51f],
  ["Armenian", 0x531, 0x587],
  ["Hebrew", 0x5d0, 0x5ea],
  ["Georgian", 0x10d0, 0x10f6],
  ["Hangul", 0x1100, 0x1120],
  ["Phonetic Extensions", 0x1d79, 0x1d7d],
  ["Latin Extended Additional", 0x1e00, 0x1eff],
  ["Greek Extended", 0x1f00, 0x1fff],
  ["punctuation", 0x2010, 0x2027],
  ["Roman numerals", 0x2160, 0x2184],
  ["circled letters", 0x24b6, 0x24e9],
  ["Glagolitic", 0x2c30, 0x2c5e],
  ["Coptic", 0x2c80, 0x2ce3],
  ["Georgian small letters", 0x2d00, 0x2d25],
  ["Han", 0x4e00, 0x4e10],
  ["Cyrillic Extended", 0xa640, 0xa65f],
  ["ligatures", 0xfb00, 0xfb06],
  ["wide letters", 0xff21, 0xff5a],
  ["Deseret", 0x10400, 0x1044f],
  ["mathematical letters", 0x1d400, 0x1d420],
  ["pictures", 0x1f600, 0x1f610],
];
/** Letters in one name, of which a daemon may have looked at the first few hundred bytes alone. */
const A_NAME = 16;

function names([, first, last]: (typeof RUNS)[number]): string[] {
  const letters = Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).filter((letter) =>
    /\p{Assigned}/u.test(letter),
  );
  return Array.from({ length: Math.ceil(letters.length / A_NAME) }, (_, i) =>
    letters
      .slice(i * A_NAME, (i + 1) * A_NAME)
      .map((letter) => `${letter}${letter}_`)
      .join(""),
  );
}

export const titleCase: readonly RawCase[] = [
  {
    id: "tables/title-case",
    title: "letters beyond ASCII at the beginning of a piece of a method's name, and again behind it",
    requires: ["MSG-49", "MSG-51", "MSG-47"],
    lines: RUNS.flatMap((run) => [
      `# ${run[0]}`,
      ...names(run).flatMap((name) => [
        `24(<<{'params': [], 'id': 1, 'method': h'${Buffer.from(name).toString("hex")}'}>>)`,
        "= ?",
      ]),
    ]),
  },
];
