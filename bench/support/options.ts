import { parseArgs } from 'node:util';

export const USAGE = '[--quick] [--argon2id] [--write] [--minutes N]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    argon2id: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '60' },
  },
});

/** Of the scripts. */
export const names = positionals;

/** What was asked for besides, as it was written. */
export const flags = process.argv.slice(2).filter((word) => !positionals.includes(word));

/** Passwords are hashed by argon2id. */
export const { argon2id: isArgon2id, quick: isQuick } = values;

/** What was measured is written into `docs/`. */
export const { write: writesDocs } = values;
if (isQuick && writesDocs) throw new Error('a quick run measures nothing that could be written');

/** Small numbers with `--quick`, so that a script ends within seconds. It shows that the script works; its numbers say little. */
export const quickly = <T>(full: T, quick: T): T => (isQuick ? quick : full);

/** How long `soak` runs. */
export const soakMinutes = isQuick ? 0.1 : Number(values.minutes);
if (!(soakMinutes > 0)) throw new Error('--minutes must be a number above 0');
