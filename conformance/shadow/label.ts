// Why a known daemon differs in a call: its rules look at the difference, the call, and what was said shortly before.
import { describeRequests } from "../golden/describe.ts";
import type { ExchangeStep, Golden } from "../golden/format.ts";
import { classifierFor } from "../peers/classifiers.ts";
import type { Finding } from "../run/result.ts";

/** One call with the reply that is taken as right; none: the connection closed. */
type Said = {
  readonly step: number;
  readonly send: Uint8Array;
  readonly right: Uint8Array | undefined;
  readonly findings: readonly Finding[];
};

export type Labels = {
  /** Adds a call, and names the points that explain its differences. */
  pointsOf(said: Said): readonly (string | undefined)[];
};

/** So many calls before one count as its surroundings. */
const REMEMBERED = 300;
/** Only so many differences of one kind are looked at: the rest are taken for the same. */
const LOOKED_AT = 30;

export function createLabels(peer: string | undefined): Labels {
  if (peer === undefined) return { pointsOf: ({ findings }) => findings.map(() => undefined) };
  const classifier = classifierFor(peer);
  const remembered: Said[] = [];
  const known = new Map<string, { count: number; readonly point: string | undefined }>();
  return {
    pointsOf(said) {
      remembered.push(said);
      if (remembered.length > REMEMBERED) remembered.shift();
      if (said.findings.length === 0) return [];
      const kinds = said.findings.map((finding) => kindOf(finding));
      if (kinds.every((kind) => (known.get(kind)?.count ?? 0) >= LOOKED_AT)) {
        return kinds.map((kind) => known.get(kind)?.point);
      }
      const found = classifier.pointsOf(
        goldenOf(remembered),
        remembered.flatMap(({ findings }) => findings),
      );
      return said.findings.map((finding, i) => {
        const point = found.get(finding);
        const kind = kinds[i] ?? "";
        known.set(kind, { count: (known.get(kind)?.count ?? 0) + 1, point });
        return point;
      });
    },
  };
}

/** What is alike about differences: method, place, kind, and the values with digits left out. */
function kindOf({ call, path, kind, expected, got }: Finding): string {
  const plain = (text: string) => text.replaceAll(/\d+/g, "0").slice(0, 80);
  return [call[0]?.split("(")[0], path.replaceAll(/\[[^\]]*\]/g, "[]"), kind, plain(expected), plain(got)].join(" ");
}

/** The calls as a golden, which is what the rules read. */
function goldenOf(all: readonly Said[]): Golden {
  const recorded = { daemon: "a daemon", client: "traffic", command: "shadow", at: "2000-01-01" };
  const steps = all.map(
    ({ step, send, right }): ExchangeStep => ({
      kind: "exchange",
      number: step,
      line: 0,
      conn: 1,
      call: describeRequests(send),
      sends: [send],
      replies: right === undefined ? [] : [{ bytes: right, says: "", masks: [] }],
      hangup: false,
      closes: right === undefined,
      bindings: [],
      times: undefined,
    }),
  );
  return { id: "traffic", file: "traffic", title: "traffic", requires: [], recorded, steps };
}
