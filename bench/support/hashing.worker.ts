import { parentPort, workerData } from 'node:worker_threads';
import { hashSync as argon2 } from '@node-rs/argon2';
import { hashSync as bcrypt } from 'bcrypt';
import { type HashingOrder, MEMORY_MIB, PASSES } from './hashing';

const { scheme, cost, amount } = workerData as HashingOrder;
const secret = 'as long as base64 of SHA-384, which is what the service hashes..';
const argon2id = { memoryCost: MEMORY_MIB * 1024, timeCost: PASSES, parallelism: 1 };
const hash = () => (scheme === 'argon2id' ? argon2(secret, argon2id) : bcrypt(secret, cost));

parentPort!.postMessage(
  Array.from({ length: amount }, () => {
    const start = performance.now();
    hash();
    return performance.now() - start;
  }),
);
