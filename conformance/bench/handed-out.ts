// Reads which units get_work replies contain, with a few byte comparisons for each unit. The first reply of each length
// is decoded and checked; later ones must equal it except for the id, the work specs' last digits and the units.
import { elementAt } from "../element-at.ts";
import { ReplyError, resultOf, shown } from "./reply.ts";
import { keyOf, readKey, uint32At, writeKey } from "./request.ts";

/** A decoded reply and the byte offsets of its variable parts; those of successive units are `stride` bytes apart. */
type Layout = {
  known: Buffer;
  idAt: number;
  count: number;
  specAt: number;
  keyAt: number;
  numberAt: number;
  stride: number;
};

/** Reads the units of one reply at a time into the first `count` elements of `numbers` and `specs`. */
export class HandedOut {
  count = 0;
  readonly numbers: Float64Array;
  /** The index of each unit's work spec in `specNames`. */
  readonly specs: Uint8Array;
  readonly #specNames: readonly string[];
  readonly #layouts = new Map<number, Layout>();

  /** @param specNames equally long names that differ in their last character, a digit that counts up from 1 */
  constructor(specNames: readonly string[], maxJobs: number) {
    this.#specNames = specNames;
    this.numbers = new Float64Array(maxJobs);
    this.specs = new Uint8Array(maxJobs);
  }

  /** Reads one reply; `count` becomes 0 if there is no work. @throws ReplyError if the reply is wrong */
  read(frame: Buffer, id: number): void {
    const layout = this.#layouts.get(frame.length);
    if (layout !== undefined && this.#readAs(layout, frame, id)) return;
    this.#judge(resultOf(frame, id, "get_work"));
    const learned = this.#learn(frame, id);
    if (learned !== null) this.#layouts.set(frame.length, learned);
  }

  #readAs(layout: Layout, frame: Buffer, id: number): boolean {
    const { known, count, stride } = layout;
    known.writeUInt32BE(id, layout.idAt);
    for (let unit = 0, at = 0; unit < count; unit++, at += stride) {
      const spec = elementAt(frame, layout.specAt + at) - 0x31;
      const number = readKey(frame, layout.keyAt + at);
      if (spec < 0 || spec >= this.#specNames.length || number < 0) return false;
      known[layout.specAt + at] = spec + 0x31;
      writeKey(known, layout.keyAt + at, number);
      known.writeUInt32BE(number, layout.numberAt + at);
      this.specs[unit] = spec;
      this.numbers[unit] = number;
    }
    this.count = count;
    return known.equals(frame);
  }

  /** Reads the units of a decoded result: `[unit or list of units, null]`, where a unit is `[spec, key, data]`. */
  #judge(result: unknown): void {
    const wrong = () => new ReplyError(`get_work: unexpected reply ${shown(result)}`);
    if (!Array.isArray(result) || result.length !== 2 || result[1] !== null || !Array.isArray(result[0])) throw wrong();
    const work: unknown[] = result[0];
    const units = Array.isArray(work[0]) ? work : work.length === 0 || work[0] === null ? [] : [work];
    if (units.length > this.numbers.length) throw wrong();
    this.count = units.length;
    units.forEach((unit, index) => {
      const [spec, key, data]: unknown[] = Array.isArray(unit) ? unit : [];
      const number = typeof key === "string" ? readKey(Buffer.from(key, "latin1"), 0) : -1;
      const place = typeof spec === "string" ? this.#specNames.indexOf(spec) : -1;
      if (place === -1 || number < 0 || shown(data) !== `{"number":${number}}`) throw wrong();
      this.specs[index] = place;
      this.numbers[index] = number;
    });
  }

  /** The layout of a reply read by #judge(); null if it has no units or they are not evenly spaced. */
  #learn(frame: Buffer, id: number): Layout | null {
    const [first, second] = this.numbers;
    const spec = this.#specNames[elementAt(this.specs, 0)];
    if (this.count === 0 || first === undefined || spec === undefined) return null;
    const specAt = frame.indexOf(spec) + spec.length - 1;
    const keyAt = frame.indexOf(keyOf(first), specAt);
    const numberAt = uint32At(frame, first, keyAt);
    const stride = this.count === 1 || second === undefined ? 0 : frame.indexOf(keyOf(second), keyAt) - keyAt;
    const layout = {
      known: Buffer.from(frame),
      idAt: uint32At(frame, id),
      count: this.count,
      specAt,
      keyAt,
      numberAt,
      stride,
    };
    const isEven = layout.idAt !== -1 && keyAt !== -1 && numberAt !== -1 && this.#readAs(layout, frame, id);
    return isEven ? layout : null;
  }
}
