import { expect, it } from "vitest";
import { LetDowns } from "./let-downs.ts";

const SECOND = 1_000_000;

function toldBy(use: (letDowns: LetDowns) => void): string[] {
  const told: string[] = [];
  use(new LetDowns((kind, what) => told.push(`${kind}: ${what}`)));
  return told;
}

it("a call without a reply is reported once, if the daemon is still running", () => {
  const told = toldBy((letDowns) => {
    letDowns.add("never-answered", "clear", SECOND);
    letDowns.settle(1.1 * SECOND, false);
    letDowns.settle(2 * SECOND, false);
    letDowns.settle(3 * SECOND, false);
  });
  expect(told).toEqual(["never-answered: a call that was not answered in time: clear"]);
});

it.each<[string, (letDowns: LetDowns) => void]>([
  [
    "has ended by itself, which is told instead",
    (letDowns) => {
      letDowns.add("connection-closed", "clear", SECOND);
      letDowns.settle(2 * SECOND, true);
      letDowns.settle(3 * SECOND, false);
    },
  ],
  [
    "was ended by the tool, before or after that was known",
    (letDowns) => {
      letDowns.add("connection-closed", "clear", SECOND);
      letDowns.down();
      letDowns.add("connection-closed", "clear", 1.1 * SECOND);
      letDowns.settle(2 * SECOND, false);
      letDowns.up(2 * SECOND);
      letDowns.add("connection-closed", "clear", 1.9 * SECOND);
      letDowns.settle(3 * SECOND, false);
    },
  ],
  [
    "may have ended just now",
    (letDowns) => {
      letDowns.add("connection-closed", "clear", SECOND);
      letDowns.settle(1.1 * SECOND, false);
    },
  ],
])("it is none where the daemon %s", (_, use) => {
  expect(toldBy(use)).toEqual([]);
});
