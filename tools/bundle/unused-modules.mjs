// What packages load and this service never uses: a quarter of all modules. Each gets a stand-in of the same exports.

/** Its classes are compared with, never made. */
function emptyClasses(source) {
  const names = new Set([...source.matchAll(/^exports\.(\w+) =/gm)].map(([, name]) => name));
  return [...names].map((name) => `exports.${name} = class ${name} {};`).join('\n');
}

const STAND_INS = [
  // Databases other than PostgreSQL.
  [/\/typeorm\/driver\/(?!postgres\/)[^/]+\/[^/]+Driver\.js$/, emptyClasses],
  // class-validator's check of phone numbers brings the numbering plans of all countries.
  [/\/libphonenumber-js\/max\/index\.cjs$/, () => 'module.exports = {};'],
  // Zod's messages in other languages; problems have a catalogue of their own.
  [/\/zod\/v4\/locales\/index\.cjs$/, () => "exports.en = require('./en.cjs').default;"],
  // NestJS takes it along where it is installed, as it is for the tests of the library.
  [/\/@nestjs\/microservices\//, () => "throw Object.assign(new Error('not bundled'), { code: 'MODULE_NOT_FOUND' });"],
];

/** @returns the text to load instead, or nothing */
export function standInFor(id, read) {
  const found = STAND_INS.find(([pattern]) => pattern.test(id));
  return found && found[1](read());
}
