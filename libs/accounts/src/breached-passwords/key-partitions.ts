import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { segmentOf, SEGMENTS } from './hash-key';

/** Keys that a partition collects in memory before it writes them: 16 MB for all partitions. */
const BUFFERED_KEYS = 8192;

/** Sorts any number of keys by segment, in temporary files: 8 bytes of disk for each key. */
export class KeyPartitions {
  private readonly partitions = Array.from({ length: SEGMENTS }, () => new Partition());

  add(key: number): void {
    this.partitions[segmentOf(key)]!.add(key);
  }

  /** The keys of a segment in ascending order, each once. */
  sorted(segment: number): Float64Array {
    const keys = this.partitions[segment]!.read().sort();
    let distinct = 0;
    for (const key of keys) if (distinct === 0 || key !== keys[distinct - 1]) keys[distinct++] = key;
    return keys.subarray(0, distinct);
  }

  close(): void {
    for (const partition of this.partitions) partition.close();
  }
}

class Partition {
  private readonly buffer = new Float64Array(BUFFERED_KEYS);
  private buffered = 0;
  private written = 0;
  private file?: number;

  add(key: number): void {
    this.buffer[this.buffered++] = key;
    if (this.buffered === BUFFERED_KEYS) this.flush();
  }

  read(): Float64Array {
    const keys = new Float64Array(this.written + this.buffered);
    if (this.file !== undefined) readAll(this.file, bytesOf(keys.subarray(0, this.written)));
    keys.set(this.buffer.subarray(0, this.buffered), this.written);
    return keys;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
  }

  private flush(): void {
    this.file ??= openTemporaryFile();
    writeAll(this.file, bytesOf(this.buffer));
    this.written += this.buffered;
    this.buffered = 0;
  }
}

/** It has no name any more, so that the system removes it when the process ends, however that happens. */
function openTemporaryFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'collabsphere-breach-list-'));
  try {
    return openSync(join(folder, 'keys'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array) => new Uint8Array(buffer, byteOffset, byteLength);

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

function readAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += readSync(file, bytes, done, bytes.length - done, done);
}
