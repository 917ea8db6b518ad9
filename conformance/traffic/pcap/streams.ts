// Reassembles the TCP streams of Coordinate connections in a capture, and passes them to a watcher as a proxy would.
import { tryOpenFrame } from "../../cbor/frame.ts";
import { fieldOf } from "../../cbor/reading.ts";
import type { Watcher } from "../proxy.ts";
import { createSplitter } from "../splitter.ts";
import type { Packet } from "./packets.ts";
import { type Segment, segmentIn } from "./tcp.ts";

/** Feeds the watchers with every connection on which some side sends a request frame; ignores other connections. */
export function feedStreams(
  packets: readonly Packet[],
  watch: (client: { conn: number; port: number }) => Watcher,
): void {
  const streams = new Map<string, Stream>();
  const clients = clientsIn(packets);
  let count = 0;
  for (const packet of packets) {
    const segment = segmentIn(packet);
    if (segment === undefined) continue;
    const { from, to } = segment;
    const client = clients.has(from) ? from : clients.has(to) ? to : undefined;
    if (client === undefined) continue;
    // A SYN from a known port starts a new connection.
    if (segment.syn && from === client) streams.delete(client);
    const stream = streams.get(client) ?? openStream(watch({ conn: ++count, port: Number(client.split(":")[1]) }));
    streams.set(client, stream);
    stream.take(segment, from === client);
  }
}

type Stream = { take(segment: Segment, isSent: boolean): void };

function openStream(watcher: Watcher): Stream {
  const [sent, received] = [createAssembly(), createAssembly()];
  let ended = false;
  return {
    take(segment, isSent) {
      const bytes = (isSent ? sent : received)(segment);
      if (bytes.length > 0) (isSent ? watcher.sent : watcher.received)(bytes, segment.at);
      if ((segment.fin || segment.reset) && !ended) {
        ended = true;
        watcher.ended?.(segment.at, isSent ? "client" : "daemon");
      }
    },
  };
}

/** Reassembles one direction of a stream: drops retransmitted bytes and holds back segments that arrive out of order. */
function createAssembly(): (segment: Segment) => Buffer {
  let next: number | undefined;
  const early = new Map<number, Buffer>();
  return ({ sequence, syn, payload }) => {
    if (syn) next = (sequence + 1) >>> 0;
    next ??= sequence;
    if (payload.length > 0) early.set(syn ? next : sequence, payload);
    const parts: Buffer[] = [];
    for (let found = true; found; ) {
      found = false;
      for (const [start, bytes] of early) {
        // Number of its bytes that are already known; sequence numbers wrap at 32 bits.
        const known: number = (next - start) | 0;
        if (known < 0) continue;
        early.delete(start);
        found = true;
        if (known >= bytes.length) continue;
        parts.push(bytes.subarray(known));
        next = (next + bytes.length - known) >>> 0;
      }
    }
    return Buffer.concat(parts);
  };
}

/** The HOST:PORT of each client: a side whose first complete frame is a request, i.e. has a `method`. */
function clientsIn(packets: readonly Packet[]): Set<string> {
  const found = new Set<string>();
  const sides = new Map<
    string,
    { assemble: ReturnType<typeof createAssembly>; split: ReturnType<typeof createSplitter> }
  >();
  for (const packet of packets) {
    const segment = segmentIn(packet);
    if (segment === undefined || found.has(segment.from)) continue;
    const key = `${segment.from} ${segment.to}`;
    const side = sides.get(key) ?? { assemble: createAssembly(), split: createSplitter() };
    sides.set(key, side);
    const [frame] = side.split(side.assemble(segment));
    if (frame === undefined) continue;
    const message = tryOpenFrame(frame)?.message;
    const request = message?.kind === "array" ? message.items[0] : message;
    if (fieldOf(request, "method") !== undefined) found.add(segment.from);
  }
  return found;
}
