// Extracts TCP segments from packets of any link layer: Ethernet, loopback, Linux "any", raw IP; IPv4 and IPv6.
import type { Packet } from "./packets.ts";

export type Segment = {
  /** Source as HOST:PORT, where HOST is the IP address in hex; `to` is the destination in the same form. */
  readonly from: string;
  readonly to: string;
  readonly sequence: number;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly reset: boolean;
  readonly payload: Buffer;
  readonly at: number;
};

/** The packet from its IP header on, by link type; undefined for a link type without IP. */
function ipIn({ bytes, link }: Packet): Buffer | undefined {
  switch (link) {
    case 0: // BSD loopback
    case 108:
      return bytes.subarray(4);
    case 1: // Ethernet, perhaps with a VLAN tag
      return bytes.readUInt16BE(12) === 0x8100 ? bytes.subarray(18) : bytes.subarray(14);
    case 12: // raw IP
    case 101:
    case 228:
    case 229:
      return bytes;
    case 113: // Linux "any", old and new
      return bytes.subarray(16);
    case 276:
      return bytes.subarray(20);
    default:
      return undefined;
  }
}

/** The TCP segment in a packet; undefined if it is not TCP over IP, or truncated. */
export function segmentIn(packet: Packet): Segment | undefined {
  if (packet.bytes.length < 40) return undefined;
  const ip = ipIn(packet);
  if (ip === undefined || ip.length < 40) return undefined;
  const version = ip.readUInt8(0) >> 4;
  if (version === 4 && ip[9] === 6) {
    const head = (ip.readUInt8(0) & 15) * 4;
    // With segmentation offload the length field is 0; the payload then extends to the end of the captured bytes.
    const length = ip.readUInt16BE(2) || ip.length;
    return tcpIn(ip.subarray(12, 16), ip.subarray(16, 20), ip.subarray(head, length), packet.at);
  }
  if (version === 6 && ip[6] === 6) {
    const length = ip.readUInt16BE(4);
    return tcpIn(
      ip.subarray(8, 24),
      ip.subarray(24, 40),
      ip.subarray(40, length === 0 ? undefined : 40 + length),
      packet.at,
    );
  }
  return undefined;
}

function tcpIn(source: Buffer, target: Buffer, tcp: Buffer, at: number): Segment | undefined {
  if (tcp.length < 20) return undefined;
  const flags = tcp.readUInt8(13);
  return {
    from: `${source.toString("hex")}:${tcp.readUInt16BE(0)}`,
    to: `${target.toString("hex")}:${tcp.readUInt16BE(2)}`,
    sequence: tcp.readUInt32BE(4),
    syn: (flags & 2) !== 0,
    fin: (flags & 1) !== 0,
    reset: (flags & 4) !== 0,
    payload: tcp.subarray((tcp.readUInt8(12) >> 4) * 4),
    at,
  };
}
