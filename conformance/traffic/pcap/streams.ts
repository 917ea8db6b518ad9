// Reassembles the TCP streams of Coordinate connections in a capture, and passes them to a watcher as a proxy would.
import { tryOpenFrame } from "../../cbor/frame.ts";
import { fieldOf } from "../../cbor/reading.ts";
import type { Watcher } from "../proxy.ts";
import { createSplitter } from "../splitter.ts";
import type { Packet } from "./packets.ts";
import { type Segment, segmentIn } from "./tcp.ts";

/** Feeds every connection that speaks in frames. */
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
    // The same port again is another connection.
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

/** Puts one direction together: repeated bytes are left out, and what comes early waits. */
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
        // How much of it was there before; sequence numbers wrap at 32 bits.
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

/** Who sent a request: the first whole frame of one side that is a message with a method. */
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
