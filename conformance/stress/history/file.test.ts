import { writeFileSync } from "node:fs";
import { fileSync } from "tmp";
import { expect, it } from "vitest";
import { readHistory } from "./file.ts";

const header = {
  ...{ format: "coordinate-stress-history", version: 3, daemon: "d", seed: 1, clients: 1, streams: 2 },
  ...{ startedAt: "2026-11-28T00:00:00.000Z", slack: 0, faults: [] },
};

it.each([
  ["streams", { ...header, streams: 1e9 }, [0, 0, 0, 1, 0, 0, 0, 0], "1000000000 streams are more than"],
  ["bytes in a part", header, [0, 0, 0, 1, 255, 255, 255, 255], "a part of 4294967295 bytes"],
])(
  "a history that says it has more %s than any is refused before memory is taken for them",
  async (_, first, rest, why) => {
    const file = fileSync();
    writeFileSync(file.name, Buffer.concat([Buffer.from(`${JSON.stringify(first)}\n`), Buffer.from(rest)]));
    const all = async () => {
      for await (const part of (await readHistory(file.name)).parts) expect(part.stream).toBe(1);
    };
    await expect(all()).rejects.toThrow(why);
    file.removeCallback();
  },
);
