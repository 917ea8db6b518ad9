// Starts a daemon whose clock can be set, by means of libfaketime, which reads the offset from a file. Only the time of
// day is changed, not the monotonic clock.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type FakeTime = {
  /** The command that starts the daemon with libfaketime. */
  readonly command: readonly string[];
  /** Sets the offset of the daemon's clock from the real time, in seconds. */
  set(seconds: number): void;
  remove(): void;
};

/** Where Debian, Fedora, Alpine and Homebrew install libfaketime. */
const PLACES = ["/usr/lib/faketime", "/usr/lib64/faketime", "/usr/local/lib/faketime", "/opt/homebrew/lib/faketime"];

/** The message if libfaketime cannot be found. */
export const NO_FAKETIME = "libfaketime is not installed, and COORDINATE_FAKETIME does not name it";

/** Prepares a daemon with a settable clock. Null if libfaketime is not installed. */
export function fakeTime(command: readonly string[], env: Record<string, string | undefined>): FakeTime | null {
  const library = env.COORDINATE_FAKETIME ?? findLibrary();
  if (library === undefined || !existsSync(library)) return null;
  const folder = mkdtempSync(join(tmpdir(), "coordinate-clock-"));
  const file = join(folder, "offset");
  const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? "-" : "+"}${Math.abs(seconds)}\n`);
  set(0);
  const settings = [
    `LD_PRELOAD=${library}`,
    `FAKETIME_TIMESTAMP_FILE=${file}`,
    "FAKETIME_CACHE_DURATION=1",
    "FAKETIME_DONT_FAKE_MONOTONIC=1",
    "DONT_FAKE_MONOTONIC=1",
  ];
  return {
    command: ["env", ...settings, ...command],
    set,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function findLibrary(): string | undefined {
  const places = [...PLACES, ...foldersIn("/usr/lib").map((name) => `/usr/lib/${name}/faketime`)];
  return places.flatMap((place) => [`${place}/libfaketime.so.1`, `${place}/libfaketime.1.dylib`]).find(existsSync);
}

function foldersIn(place: string): string[] {
  return existsSync(place) ? readdirSync(place) : [];
}
