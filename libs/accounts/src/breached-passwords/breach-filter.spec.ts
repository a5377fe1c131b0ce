import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { BreachFilter } from './breach-filter';
import { buildSegment, segmentHas } from './filter-segment';
import { keyOfPassword, SEGMENTS } from './hash-key';
import { KeyPartitions } from './key-partitions';

const MILLION = 1_000_000;

/** Bytes of the heap and of buffers after a full garbage collection. */
function retainedMemory(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Once more, since buffers are released after the collection that has found them.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Keys of 52 bits that are spread evenly, as hashes are; the same for a seed in each run (mulberry32). */
function keysFrom(seed: number, count: number): Float64Array {
  let state = seed;
  const bits = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const keys = new Float64Array(count);
  for (let n = 0; n < count; n++) keys[n] = (bits() % 2 ** 20) * 2 ** 32 + bits();
  return keys;
}

function filterOf(keys: Iterable<number>): BreachFilter {
  const partitions = new KeyPartitions();
  for (const key of keys) partitions.add(key);
  const filter = new BreachFilter(Array.from({ length: SEGMENTS }, (_, n) => buildSegment(partitions.sorted(n))));
  partitions.close();
  return filter;
}

describe('a segment of the filter', () => {
  const key = fc.integer({ min: 0, max: 2 ** 44 - 1 });
  const ascending = (keys: number[]) => Float64Array.from(new Set(keys)).sort();

  it('has each of its keys, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 500 }), (keys) => {
        const segment = buildSegment(ascending(keys));
        expect(keys.filter((each) => !segmentHas(segment, each))).toEqual([]);
      }),
    );
  });

  it('has no key that differs in the first 24 bits from each of its keys', () => {
    const beginning = (each: number) => Math.floor(each / 2 ** 20);
    fc.assert(
      fc.property(fc.array(key, { maxLength: 500 }), key, (keys, other) => {
        fc.pre(!keys.some((each) => beginning(each) === beginning(other)));
        expect(segmentHas(buildSegment(ascending(keys)), other)).toBe(false);
      }),
    );
  });

  it('has nothing if it is empty', () => {
    expect(segmentHas(buildSegment(new Float64Array(0)), 0)).toBe(false);
  });
});

describe('BreachFilter', () => {
  it('has a million passwords in less than 4 MB, and takes fewer than 1 of 10,000 others for one of them', () => {
    const keys = keysFrom(1, MILLION);
    const before = retainedMemory();
    const filter = filterOf(keys);
    expect(retainedMemory() - before).toBeLessThan(4e6);
    expect(filter.bytes).toBeLessThan(4e6);
    expect(keys.filter((key) => !filter.hasKey(key))).toHaveLength(0);
    const others = keysFrom(2, MILLION / 5);
    expect(others.filter((key) => filter.hasKey(key)).length).toBeLessThan(others.length / 10_000);
  });

  it('has passwords, and not those that are nearly the same', () => {
    const filter = filterOf(['correct horse', 'pässwörd', '密码密码'].map(keyOfPassword));
    for (const password of ['correct horse', 'pässwörd', '密码密码']) expect(filter.has(password)).toBe(true);
    const others = ['Correct horse', 'correct horse ', 'passwörd', 'p\u0061\u0308sswo\u0308rd', ''];
    expect(others.filter((password) => filter.has(password))).toEqual([]);
  });
});

describe('KeyPartitions', () => {
  it('sorts and keeps each key once, of those on the disk as of those in memory', () => {
    const keys = keysFrom(3, 20_000).map((key) => key % 2 ** 44);
    const partitions = new KeyPartitions();
    for (const key of [...keys, ...keys.toReversed()]) partitions.add(key);
    expect(partitions.sorted(0)).toEqual(keys.toSorted());
    expect(partitions.sorted(1)).toHaveLength(0);
    partitions.close();
  });
});
