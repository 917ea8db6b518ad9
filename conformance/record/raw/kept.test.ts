import { describe, expect, it } from "vitest";
import { keptCase } from "./kept.ts";

const head = "title: a title\nrequires: [MSG-1, K3]\n";

describe("keptCase()", () => {
  it("reads the requests of a script, and only the number of replies", () => {
    const golden = `${head}steps: |\n  # a heading\n  clear()\n  = 0\n  2: h'00'\n  & now()\n  =! h'd8184180'\n  = closed\n  wait 1\n  now()\n  = nothing\n`;
    expect(keptCase("wire/x", "x.yaml", golden)).toEqual({
      id: "wire/x",
      title: "a title",
      requires: ["MSG-1", "K3"],
      lines: [
        ...["# a heading", "clear()", "= ?", "2: h'00'", "& now()", "= ?", "= closed"],
        ...["wait 1", "now()", "= nothing"],
      ],
    });
  });

  it("keeps the possible outcomes of a random reply", () => {
    const golden = `${head}steps: |\n  clear()\n  = 30 of 40: 5 or 10 of 40: 6\n`;
    expect(keptCase("wire/x", "x.yaml", golden)).toMatchObject({ lines: ["clear()", "= 30 of 40: 5 or 10 of 40: 6"] });
  });

  it("reads the segments sent in each step, and the number of replies", () => {
    const golden = `version: 1\n${head}recorded: {daemon: d, client: c, command: x, at: 2026-01-01}\nsteps:\n  - wait: 2\n  - conn: 3\n    call: "h'd818'"\n    sends: ["d8", "18"]\n    hangup: true\n    closes: true\n`;
    const definition = keptCase("wire/x", "x.yaml", golden);
    const [wait, sending] = "steps" in definition ? definition.steps : [];
    expect(wait).toEqual({ wait: 2 });
    expect(sending).toMatchObject({ conn: 3, replies: 0, hangup: true, closes: true });
    const sends = sending !== undefined && "sends" in sending ? sending.sends : [];
    expect(sends.map((bytes) => Buffer.from(bytes).toString("hex"))).toEqual(["d8", "18"]);
  });

  it("names the file of a golden that lacks its title", () => {
    expect(() => keptCase("wire/x", "x.yaml", "requires: []\nsteps: |\n  now()\n")).toThrow(
      "x.yaml:1: the file lacks 'title'",
    );
  });
});
