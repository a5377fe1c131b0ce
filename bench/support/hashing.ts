import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Sample } from './load';
import { isArgon2id, quickly } from './options';

export interface Hashing {
  scheme: 'bcrypt' | 'argon2id';
  /** As tables show it. */
  name: string;
  /** What the service is started with. */
  settings: NodeJS.ProcessEnv;
}

/** The defaults of the service; a quick run does not wait for them. */
export const COST = quickly(12, 4);
export const MEMORY_MIB = 19;
export const PASSES = 2;

const bcrypt: Hashing = { scheme: 'bcrypt', name: `bcrypt of cost ${COST}`, settings: { BCRYPT_COST: String(COST) } };
const argon2id: Hashing = {
  scheme: 'argon2id',
  name: `argon2id of ${MEMORY_MIB} MiB and ${PASSES} passes`,
  settings: { PASSWORD_HASH: 'argon2id', ARGON2_MEMORY: String(MEMORY_MIB), ARGON2_PASSES: String(PASSES) },
};

export const hashings = { bcrypt, argon2id };

/** A thread does not see the options of this process. */
export interface HashingOrder {
  scheme: Hashing['scheme'];
  cost: number;
  amount: number;
}

/** What this run was asked to hash with. */
export const hashes = isArgon2id ? argon2id : bcrypt;

/** Bare hashes in as many threads as the service has, one per core: no request can be had for less. */
export async function hashing(amount: number, { scheme }: Pick<Hashing, 'scheme'> = hashes): Promise<Sample> {
  const threads = availableParallelism();
  const start = performance.now();
  const latencies = await Promise.all(
    Array.from({ length: threads }, () => inThread({ scheme, cost: COST, amount: Math.ceil(amount / threads) })),
  ).then((lists) => lists.flat());
  return { perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies };
}

function inThread(workerData: HashingOrder): Promise<number[]> {
  return new Promise((resolve, reject) => {
    new Worker(join(__dirname, 'hashing.worker.js'), { workerData }).once('message', resolve).once('error', reject);
  });
}
