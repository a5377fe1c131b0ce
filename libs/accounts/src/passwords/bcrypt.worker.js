'use strict';
// Runs in the threads of PasswordHasher. Only synchronous calls: the others would go back to libuv's pool, which
// file reads and DNS share.
const { Buffer } = require('node:buffer');
const { pbkdf2Sync, timingSafeEqual } = require('node:crypto');
const { readlinkSync } = require('node:fs');
const { basename } = require('node:path');
const { setPriority } = require('node:os');
const { parentPort } = require('node:worker_threads');
const { compareSync, hashSync } = require('bcrypt');

// As little as keeps a login storm away from guarded requests, even from as many as the service can take: their p50
// and p99 are 1.4 and 1.6 times idle (at 0 2.6 and 3.2, at 10 1.4 and 1.1, at 19 1.3 and 1.0). What is nicer pays for
// it where other programs keep both cores busy: 2.3 logins a second at 0, 1.1 at 5, 0.3 at 10, at 19 12 s a hash.
const NICE = 5;

giveWay();

/** Hashing gets little of a core that requests want. Linux has priorities of threads, others of the whole process. */
function giveWay() {
  try {
    const threadId = Number(basename(readlinkSync('/proc/thread-self')));
    setPriority(threadId, NICE);
  } catch {
    // No Linux, or a sandbox without /proc: hashing works as well, only less politely.
  }
}

/**
 * @param {{ input: string, cost: number }} task
 * @returns {string} a bcrypt string
 */
function hash({ input, cost }) {
  return hashSync(input, cost);
}

/**
 * @param {import('./password-scheme').HashCheck} check
 * @returns {boolean} whether one of the inputs is the hashed one; compared in constant time
 */
function verify({ inputs, bcrypt, pbkdf2 }) {
  if (bcrypt) return inputs.some((input) => compareSync(input, bcrypt));
  const { iterations, salt, key } = pbkdf2;
  const expected = Buffer.from(key, 'base64');
  return inputs.some((input) => timingSafeEqual(pbkdf2Sync(input, salt, iterations, 32, 'sha256'), expected));
}

module.exports = { hash, verify };

parentPort.postMessage('loaded');
