'use strict';
const { scryptSync } = require('node:crypto');

/**
 * @param {string} input
 * @param {Buffer} salt
 * @param {number} length of the key, in bytes
 * @param {{ n: number, r: number, p: number }} cost as RFC 7914 names it
 * @returns {Buffer}
 */
function scrypt(input, salt, length, { n: N, r, p }) {
  // Node's limit is for its own defaults; what a stored hash may cost was checked before.
  return scryptSync(input, salt, length, { N, r, p, maxmem: 256 * N * r + 1024 * r * p });
}

module.exports = { scrypt };
