import { describe, expect, it } from "vitest";
import { withBlock } from "./block.ts";

const block = { name: "figures", command: "npm run figures", text: "\nnew\n" };

describe("withBlock()", () => {
  it("replaces what is between the markers and nothing else", () => {
    const [begin, end] = ["<!-- figures: written by `npm run figures` -->", "<!-- end of figures -->"];
    expect(withBlock(`before\n${begin}\nold\n${end}\nafter\n`, block)).toBe(
      `before\n${begin}\n\nnew\n\n${end}\nafter\n`,
    );
  });

  it.each([
    "no markers",
    "<!-- figures: written by `npm run figures` -->",
    "<!-- end of figures --> <!-- figures: written by `npm run figures` -->",
  ])("refuses a README without its place: %s", (readme) => {
    expect(() => withBlock(readme, block)).toThrow("lacks the markers");
  });
});
