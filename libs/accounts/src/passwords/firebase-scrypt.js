'use strict';
const { Buffer } = require('node:buffer');
const { createCipheriv } = require('node:crypto');
const { scrypt } = require('./scrypt');

/**
 * Firebase's scrypt: the project's signer key, encrypted by a key that is derived from the password. AES in CTR mode
 * protects nothing here; it is how Firebase computes the hash.
 * @param {string} password
 * @param {{ n: number, r: number, p: number, salt: string, separator: string, signerKey: string }} form
 *   the binary values in base64
 * @returns {Buffer} as long as the signer key
 * @see https://github.com/firebase/scrypt
 */
function firebaseScrypt(password, { salt, separator, signerKey, ...cost }) {
  const salted = Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(separator, 'base64')]);
  const key = scrypt(password, salted, 32, cost);
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.from(signerKey, 'base64'));
}

module.exports = { firebaseScrypt };
