import { KEY_BITS_IN_SEGMENT, withinSegment } from './hash-key';

// Layout: one byte with the number of bits that choose a bucket; the start of each bucket and the end of the last one, as
// 32-bit numbers; the fingerprints in the order of their buckets. A fingerprint is the 24 bits of the key after the
// bucket's. With 8 to 16 of them in a bucket, an absent key is taken for a present one in 16 of 2^24 cases at most:
// about once in a million. An entry takes 3.25 to 3.5 bytes.

const FINGERPRINT_BYTES = 3;
const FINGERPRINT_BITS = 8 * FINGERPRINT_BYTES;
const FINGERPRINTS = 2 ** FINGERPRINT_BITS;
const MAX_BUCKET_BITS = KEY_BITS_IN_SEGMENT - FINGERPRINT_BITS;
const ENTRIES_PER_BUCKET = 16;
const OFFSETS_AT = 1;
const OFFSET_BYTES = 4;

/** @param keys of one segment, in ascending order, each once */
export function buildSegment(keys: Float64Array): Buffer {
  const bits = bucketBitsFor(keys.length);
  const buckets = 2 ** bits;
  const segment = Buffer.alloc(fingerprintsAt(bits) + FINGERPRINT_BYTES * keys.length);
  segment[0] = bits;
  let bucket = 0;
  keys.forEach((key, n) => {
    const place = placeOf(key, bits);
    while (bucket < place.bucket) segment.writeUInt32LE(n, offsetAt(++bucket));
    segment.writeUIntLE(place.fingerprint, fingerprintsAt(bits) + FINGERPRINT_BYTES * n, FINGERPRINT_BYTES);
  });
  while (bucket < buckets) segment.writeUInt32LE(keys.length, offsetAt(++bucket));
  return segment;
}

export function segmentHas(segment: Buffer, key: number): boolean {
  const bits = segment[0]!;
  const { bucket, fingerprint } = placeOf(key, bits);
  const positionOf = (offset: number) => fingerprintsAt(bits) + FINGERPRINT_BYTES * segment.readUInt32LE(offset);
  const end = positionOf(offsetAt(bucket + 1));
  for (let at = positionOf(offsetAt(bucket)); at < end; at += FINGERPRINT_BYTES)
    if (segment.readUIntLE(at, FINGERPRINT_BYTES) === fingerprint) return true;
  return false;
}

const bucketBitsFor = (entries: number): number =>
  Math.min(MAX_BUCKET_BITS, Math.max(0, Math.ceil(Math.log2(entries / ENTRIES_PER_BUCKET))));

const offsetAt = (bucket: number) => OFFSETS_AT + OFFSET_BYTES * bucket;

const fingerprintsAt = (bits: number) => offsetAt(2 ** bits + 1);

/** Plain arithmetic: bitwise operators of JavaScript have 32 bits. */
function placeOf(key: number, bits: number): { bucket: number; fingerprint: number } {
  const leading = Math.floor(withinSegment(key) / 2 ** (MAX_BUCKET_BITS - bits));
  return { bucket: Math.floor(leading / FINGERPRINTS), fingerprint: leading % FINGERPRINTS };
}
