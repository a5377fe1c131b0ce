'use strict';
// Runs in the threads of PasswordHasher. Only synchronous calls: the others would go back to libuv's pool, which
// file reads and DNS share.
const { Buffer } = require('node:buffer');
const { pbkdf2Sync, timingSafeEqual } = require('node:crypto');
const { readlinkSync } = require('node:fs');
const { basename } = require('node:path');
const { setPriority } = require('node:os');
const { parentPort, workerData } = require('node:worker_threads');
const { firebaseScrypt } = require('./firebase-scrypt');
const { scrypt } = require('./scrypt');

// As little as keeps a login storm away from guarded requests, even from as many as the service can take: their p50
// and p99 are 1.4 and 1.6 times idle (at 0 2.6 and 3.2, at 10 1.4 and 1.1, at 19 1.3 and 1.0). What is nicer pays for
// it where other programs keep both cores busy: 2.3 logins a second at 0, 1.1 at 5, 0.3 at 10, at 19 12 s a hash.
const NICE = 5;

// A package is loaded when the first hash needs it: a service on bcrypt never loads argon2, unless hashes of it are stored.
const packages = { bcrypt: () => require('bcrypt'), argon2id: () => require('@node-rs/argon2') };
const loaded = new Map();

giveWay();
loaded.set(workerData.scheme, packages[workerData.scheme]());

/** Hashing gets little of a core that requests want. Linux has priorities of threads, others of the whole process. */
function giveWay() {
  try {
    const threadId = Number(basename(readlinkSync('/proc/thread-self')));
    setPriority(threadId, NICE);
  } catch {
    // No Linux, or a sandbox without /proc: hashing works as well, only less politely.
  }
}

function load(name) {
  if (!loaded.has(name)) {
    parentPort.postMessage('loading');
    loaded.set(name, packages[name]());
    parentPort.postMessage('loaded');
  }
  return loaded.get(name);
}

/**
 * @param {import('./password-scheme').HashTask} task
 * @returns {string} a bcrypt string, or a PHC string of argon2id
 */
function hash({ input, cost, argon2id }) {
  return argon2id ? load('argon2id').hashSync(input, argon2id) : load('bcrypt').hashSync(input, cost);
}

/**
 * @param {import('./password-scheme').HashCheck} check
 * @returns {boolean} whether one of the inputs is the hashed one; compared in constant time
 */
function verify({ inputs, form }) {
  return inputs.some((input) => verifiers[form.scheme](input, form));
}

const verifiers = {
  bcrypt: (input, { hash }) => load('bcrypt').compareSync(input, hash),
  argon2: (input, { phc }) => load('argon2id').verifySync(phc, input),
  pbkdf2(input, { digest, iterations, salt, key }) {
    const expected = bytes(key);
    return timingSafeEqual(pbkdf2Sync(input, bytes(salt), iterations, expected.length, digest), expected);
  },
  scrypt(input, { salt, key, ...cost }) {
    const expected = bytes(key);
    return timingSafeEqual(scrypt(input, bytes(salt), expected.length, cost), expected);
  },
  'firebase-scrypt': (input, { key, ...form }) => timingSafeEqual(firebaseScrypt(input, form), bytes(key)),
};

const bytes = (base64) => Buffer.from(base64, 'base64');

module.exports = { hash, verify };

// These messages are for `PasswordHasher.onApplicationShutdown`.
parentPort.postMessage('loaded');
