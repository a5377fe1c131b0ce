import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Sample } from './load';

/** The service's own: `BCRYPT_COST` and one thread per core. */
export const COST = 12;

/** Bare bcrypt in as many threads as the service has: no request can be had for less. */
export async function hashing(amount: number): Promise<Sample> {
  const threads = availableParallelism();
  const start = performance.now();
  const latencies = await Promise.all(
    Array.from({ length: threads }, () => inThread({ cost: COST, amount: Math.ceil(amount / threads) })),
  ).then((lists) => lists.flat());
  return { perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies };
}

function inThread(workerData: { cost: number; amount: number }): Promise<number[]> {
  return new Promise((resolve, reject) => {
    new Worker(join(__dirname, 'hashing.worker.js'), { workerData }).once('message', resolve).once('error', reject);
  });
}
