// points.yaml as data: where real daemons are known to differ from the protocol, and why.
import type { Node } from "yaml";
import { yaml } from "../yaml.ts";
import { ProtocolError } from "./protocol-error.ts";

export type Point = {
  /** `K7`, `D13`, `P3`. */
  readonly id: string;
  /** Ids of the clauses that it belongs to. */
  readonly clauses: readonly string[];
  /** The behaviour that the protocol demands, in a few words. */
  readonly title: string;
  /** How each peer differs, by the peer's name. */
  readonly peers: ReadonlyMap<string, string>;
};

/** Every point by id, in the order of the file. @throws ProtocolError with the line of a malformed entry */
export function parsePoints(file: string, text: string): Map<string, Point> {
  const lines = new (yaml().LineCounter)();
  const document = yaml().parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (node: Node | null) => (node?.range ? lines.linePos(node.range[0]).line : 0);
  const [error] = document.errors;
  if (error !== undefined)
    throw new ProtocolError(file, lines.linePos(error.pos[0]).line, error.message, { cause: error });
  if (!yaml().isSeq<Node>(document.contents)) throw new ProtocolError(file, 0, "the file must be a list of points");
  const points = new Map<string, Point>();
  for (const node of document.contents.items) {
    const complaint = (message: string) => new ProtocolError(file, lineOf(node), message);
    if (!yaml().isMap(node)) throw complaint("a point must be a map");
    const fields = new Map(node.items.map(({ key, value }) => [yaml().isScalar(key) ? String(key.value) : "", value]));
    const id = stringOf(fields.get("id"));
    const title = stringOf(fields.get("title"));
    const clauses = fields.get("clauses");
    const peers = fields.get("peers");
    if (id === undefined || !/^[A-Z]\d+$/.test(id)) throw complaint("a point needs an id: a letter and a number");
    if (points.has(id)) throw complaint(`the point ${id} is there twice`);
    if (title === undefined) throw complaint(`the point ${id} needs a title`);
    if (!yaml().isSeq(clauses)) throw complaint(`the point ${id} needs a list of clauses`);
    if (peers !== undefined && !yaml().isMap(peers)) throw complaint(`peers of the point ${id} must be a map`);
    const extra = [...fields.keys()].find((name) => !["id", "title", "clauses", "peers"].includes(name));
    if (extra !== undefined) throw complaint(`the point ${id} has an unknown field '${extra}'`);
    const reasons = (yaml().isMap(peers) ? peers.items : []).map(
      ({ key, value }) => [stringOf(key) ?? "", stringOf(value) ?? ""] as const,
    );
    if (reasons.some(([peer, reason]) => peer === "" || reason === "")) {
      throw complaint(`each peer of the point ${id} needs a reason`);
    }
    points.set(id, { id, clauses: clauses.items.map((each) => stringOf(each) ?? ""), title, peers: new Map(reasons) });
  }
  return points;
}

function stringOf(node: unknown): string | undefined {
  return yaml().isScalar(node) && typeof node.value === "string" && node.value !== "" ? node.value : undefined;
}
