import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync, fileSync } from "tmp";
import { describe, expect, it } from "vitest";
import type { PlayedStep } from "../judge/judge.ts";
import { Unplayable } from "./player.ts";
import { createRecorder, recordedPlayer, repliesOf } from "./recorded.ts";
import { a, b, bad, golden, player } from "./testing/players.ts";

describe("recordedPlayer()", () => {
  it("judges kept replies as if they came now, and refuses those to other requests", async () => {
    const folder = dirSync({ unsafeCleanup: true });
    const file = join(folder.name, "replies.jsonl");
    const kept = { ...bad[0], sentAt: 12.5, rest: Buffer.from("ff", "hex"), closed: true } as PlayedStep;
    const recorder = createRecorder("fake", new Date(0));
    await recorder.wrap(player({ "a/a": [[kept]] })).play(a);
    writeFileSync(file, recorder.text());
    writeFileSync(`${file}.gz`, repliesOf(recorder, `${file}.gz`));
    expect(readFileSync(`${file}.gz`).subarray(0, 8).toString("hex")).toBe("1f8b080000000000");
    expect(repliesOf(recorder, file).toString()).toBe(recorder.text());
    expect(await recordedPlayer(`${file}.gz`).play(a)).toEqual([kept]);
    const recorded = recordedPlayer(file);
    expect(recorded.name).toBe("fake, recorded 1970-01-01");
    expect(await recorded.play(a)).toEqual([kept]);
    await expect(recorded.play(golden("a/a", "clear"))).rejects.toThrow(/other requests in step 1/);
    await expect(recorded.play(b)).rejects.toThrow(Unplayable);
    folder.removeCallback();
  });

  it("escapes characters in the name of the daemon that would control the terminal", () => {
    const file = fileSync();
    writeFileSync(file.name, '{"version":1,"daemon":"\\u001b[31m","at":"2026"}\n');
    expect(recordedPlayer(file.name).name).toBe("\\u001b[31m, recorded 2026");
    file.removeCallback();
  });

  it("ends at the first line that is wrong, without a look at the next", () => {
    const file = fileSync();
    writeFileSync(file.name, '{"version":1,"daemon":"x","at":"y"}\n\n{"case":5}\nnonsense\n');
    expect(() => recordedPlayer(file.name)).toThrow(`${file.name}:3: this is no recorded step`);
    file.removeCallback();
  });

  it.each(["", "{}\n", "nonsense\n", '{"version":1,"daemon":"x","at":"y"}\n{"case":5}\n'])("refuses %j", (text) => {
    const folder = dirSync({ unsafeCleanup: true });
    const file = join(folder.name, "replies.jsonl");
    writeFileSync(file, text);
    expect(() => recordedPlayer(file)).toThrow(/replies.jsonl:\d/);
    folder.removeCallback();
  });
});
