import { parentPort, workerData } from 'node:worker_threads';
import { hashSync } from 'bcrypt';

const { cost, amount } = workerData as { cost: number; amount: number };
const secret = 'as long as base64 of SHA-384, which is what the service hashes..';

parentPort!.postMessage(
  Array.from({ length: amount }, () => {
    const start = performance.now();
    hashSync(secret, cost);
    return performance.now() - start;
  }),
);
