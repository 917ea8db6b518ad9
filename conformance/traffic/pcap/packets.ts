// Reads the packets of a capture file, classic pcap or pcapng, as written by tcpdump and Wireshark: bytes, time, and
// link layer type. https://ietf-opsawg-wg.github.io/draft-ietf-opsawg-pcap/
import { TrafficError } from "../traffic-error.ts";

export type Packet = {
  readonly bytes: Buffer;
  /** Seconds since the epoch. */
  readonly at: number;
  /** LINKTYPE_ number: https://www.tcpdump.org/linktypes.html */
  readonly link: number;
};

/** Whether a file is a classic pcap or pcapng capture, judged by its first four bytes. */
export function isCapture(file: Buffer): boolean {
  return file.length >= 24 && (formatOf(file) !== undefined || file.readUInt32BE(0) === PCAPNG);
}

/** The packets in file order; a truncated last one is dropped. @throws TrafficError if it is not a capture file */
export function packetsOf(file: Buffer): Packet[] {
  if (file.readUInt32BE(0) === PCAPNG) return [...pcapng(file)];
  const format = formatOf(file);
  if (format === undefined) throw new TrafficError("format", "this is no capture file");
  return [...pcap(file, format)];
}

const PCAPNG = 0x0a0d0d0a;

type Format = { readonly little: boolean; readonly fraction: number };

function formatOf(file: Buffer): Format | undefined {
  const fractions = new Map([
    [0xa1b2c3d4, 1e6],
    [0xa1b23c4d, 1e9],
  ]);
  const [big, small] = [fractions.get(file.readUInt32BE(0)), fractions.get(file.readUInt32LE(0))];
  if (big !== undefined) return { little: false, fraction: big };
  return small === undefined ? undefined : { little: true, fraction: small };
}

function* pcap(file: Buffer, { little, fraction }: Format): Generator<Packet> {
  const read = reader(file, little);
  const link = read(20) & 0xffff;
  // A capture that was interrupted while writing may end in a truncated packet.
  for (let at = 24; at + 16 <= file.length; ) {
    const length = read(at + 8);
    const end = at + 16 + length;
    if (end > file.length) return;
    yield { bytes: file.subarray(at + 16, end), at: read(at) + read(at + 4) / fraction, link };
    at = end;
  }
}

const SECTION = PCAPNG;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;

function* pcapng(file: Buffer): Generator<Packet> {
  let little = true;
  let interfaces: { link: number; fraction: number }[] = [];
  for (let at = 0; at + 12 <= file.length; ) {
    if (file.readUInt32BE(at) === SECTION) {
      little = file.readUInt32LE(at + 8) === 0x1a2b3c4d;
      interfaces = [];
    }
    const read = reader(file, little);
    const [type, length] = [read(at), read(at + 4)];
    if (length < 12 || at + length > file.length) return;
    if (type === INTERFACE) {
      const options = file.subarray(at + 16, at + length - 4);
      interfaces.push({ link: read(at + 8) & 0xffff, fraction: resolutionIn(options, little) });
    }
    const of = type === ENHANCED_PACKET ? interfaces[read(at + 8)] : undefined;
    if (of !== undefined) {
      const ticks = read(at + 12) * 2 ** 32 + read(at + 16);
      const start = at + 28;
      yield { bytes: file.subarray(start, start + read(at + 20)), at: ticks / of.fraction, link: of.link };
    }
    at += length;
  }
}

/** Ticks per second, from option if_tsresol: a power of ten, or of two if the high bit is set. Default: microseconds. */
function resolutionIn(options: Buffer, little: boolean): number {
  const short = (at: number) => (little ? options.readUInt16LE(at) : options.readUInt16BE(at));
  for (let at = 0; at + 4 <= options.length; ) {
    const [code, length] = [short(at), short(at + 2)];
    const value = options[at + 4];
    if (code === 9 && value !== undefined) return value & 0x80 ? 2 ** (value & 0x7f) : 10 ** value;
    if (code === 0) break;
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return 1e6;
}

const reader = (file: Buffer, little: boolean) => (at: number) =>
  little ? file.readUInt32LE(at) : file.readUInt32BE(at);
