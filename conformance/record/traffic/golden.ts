// Makes a golden from any traffic: redacts it, derives the steps, formats the file, and parses it again as a check.
import { counted } from "../../counted.ts";
import type { Golden, Provenance } from "../../golden/format.ts";
import { parseGolden } from "../../golden/load.ts";
import { formatGolden } from "../../golden/write.ts";
import { renumbered, type Turn } from "../../traffic/turn.ts";
import { SessionError } from "../session.ts";
import { deriveFromTraffic } from "./derive.ts";
import { redact } from "./redact.ts";

export type TrafficGolden = {
  readonly golden: Golden;
  /** Content of the golden's file. */
  readonly text: string;
  /** Notes on what was masked, bound, changed or redacted, one a line. */
  readonly told: readonly string[];
};

export type TrafficSource = {
  /** Id of the golden: its path below the goldens' folder without `.yaml`. */
  readonly id: string;
  readonly title: string;
  readonly recorded: Provenance;
  readonly turns: readonly Turn[];
  /** A second recording of the same program; undefined: values that vary are found by rules alone. */
  readonly again: readonly Turn[] | undefined;
  /** Paths of secret values, see redact(). */
  readonly redact: readonly string[];
};

/** @throws SessionError if there are no calls, the two recordings do not match, or a secret cannot be removed */
export function goldenOfTraffic(source: TrafficSource): TrafficGolden {
  if (source.turns.length === 0)
    throw new SessionError("failed", "nothing is recorded: no call came through the proxy");
  const { turns, counts, leaks } = redact(renumbered(source.turns), source.redact);
  if (leaks) throw new SessionError("machine", "nothing is written: a value to redact is also the key of a map");
  const missed = source.redact.find((_, i) => counts[i] === 0);
  if (missed !== undefined) throw new SessionError("unlike", `nothing is written: no value stands at '${missed}'`);
  const again = source.again === undefined ? undefined : redact(renumbered(source.again), source.redact).turns;
  const { steps, told } = deriveFromTraffic(turns, again);
  const requires: string[] = [];
  const text = formatGolden({ title: source.title, requires, recorded: source.recorded, steps });
  const redacted = source.redact.map((path, i) => `${path}: ${counted(counts[i] ?? 0, "value")} taken out`);
  return { golden: parseGolden(source.id, `${source.id}.yaml`, text), text, told: [...redacted, ...told] };
}
