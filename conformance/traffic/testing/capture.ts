// Builds capture files for tests: segments of one TCP connection in the formats of tcpdump and Wireshark.

export type Sent = {
  readonly from: "client" | "daemon";
  readonly sequence: number;
  readonly payload?: Uint8Array;
  readonly flags?: number;
  /** Seconds since the epoch. */
  readonly at: number;
};

export const [FIN, SYN] = [1, 2];
const [CLIENT, DAEMON] = [40_000, 5932];

/** The segment as an Ethernet frame with IPv4 and TCP headers. */
function packet({ from, sequence, payload = new Uint8Array(), flags = 0x10 }: Sent): Buffer {
  const tcp = Buffer.alloc(20);
  const [source, target] = from === "client" ? [CLIENT, DAEMON] : [DAEMON, CLIENT];
  tcp.writeUInt16BE(source, 0);
  tcp.writeUInt16BE(target, 2);
  tcp.writeUInt32BE(sequence >>> 0, 4);
  tcp.writeUInt8(5 << 4, 12);
  tcp.writeUInt8(flags, 13);
  const ip = Buffer.alloc(20);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(40 + payload.length, 2);
  ip.writeUInt8(6, 9);
  ip.set([127, 0, 0, 1, 127, 0, 0, 1], 12);
  const ethernet = Buffer.alloc(14);
  ethernet.writeUInt16BE(0x0800, 12);
  return Buffer.concat([ethernet, ip, tcp, payload]);
}

/** A classic pcap file with timestamps in microseconds or nanoseconds, in either byte order. */
export function pcapFile(all: readonly Sent[], { little = true, nanoseconds = false } = {}): Buffer {
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (little) bytes.writeUInt32LE(value >>> 0);
    else bytes.writeUInt32BE(value >>> 0);
    return bytes;
  };
  const fraction = nanoseconds ? 1e9 : 1e6;
  const head = [nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, little ? 0x00040002 : 0x00020004, 0, 0, 65_535, 1].map(word);
  const packets = all.flatMap((sent) => {
    const bytes = packet(sent);
    const seconds = Math.floor(sent.at);
    const rest = Math.round((sent.at - seconds) * fraction);
    return [...[seconds, rest, bytes.length, bytes.length].map(word), bytes];
  });
  return Buffer.concat([...head, ...packets]);
}

/** A pcapng file, little-endian, with timestamps in microseconds. */
export function pcapngFile(all: readonly Sent[]): Buffer {
  const block = (type: number, ...parts: readonly Buffer[]) => {
    const body = Buffer.concat(parts);
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    return Buffer.concat([words(type, padded.length + 12), padded, words(padded.length + 12)]);
  };
  const words = (...values: readonly number[]) => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, 4 * i);
    return bytes;
  };
  const packets = all.map((sent) => {
    const bytes = packet(sent);
    const ticks = Math.round(sent.at * 1e6);
    return block(6, words(0, Math.floor(ticks / 2 ** 32), ticks % 2 ** 32, bytes.length, bytes.length), bytes);
  });
  return Buffer.concat([
    block(0x0a0d0d0a, words(0x1a2b3c4d, 1, 0xffffffff, 0xffffffff)),
    block(1, words(1, 0)),
    ...packets,
  ]);
}
