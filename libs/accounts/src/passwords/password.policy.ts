import { type RuleViolation, msg } from '#platform';
import { commonPasswords } from './common-passwords';
import { similarityTo } from './similarity';
import { isDigits, strip, words } from './python-text';

/** What a password must not be similar to. */
export interface UserAttributes {
  email?: string;
  username?: string;
  full_name?: string;
}

const MIN_LENGTH = 8;
// NIST SP 800-63B asks for at least 64; the rest is a margin.
const MAX_LENGTH = 128;
// Django refuses 0.7 itself as well, which would hold `user123` against `securepass123`, as CollabSphere's own example
// registers: 7 letters of 20, twice.
const MAX_SIMILARITY = 0.7;

const attributes = ['username', 'email', 'full_name'] as const;

export const passwordFaultCodes = [
  'password_too_short',
  'password_too_long',
  'password_too_common',
  'password_entirely_numeric',
  'password_too_similar',
] as const;

/**
 * All that is wrong with a new password: what Django's four validators refuse, and what is too long; no more. Lengths are
 * in code points, as they were typed.
 * @see https://docs.djangoproject.com/en/5.2/topics/auth/passwords/#included-validators
 */
export function passwordFaults(password: string, person: UserAttributes): RuleViolation[] {
  // Judged no further: the other rules are for what a person can type.
  if (password.length > 8 * MAX_LENGTH) return [tooLong];

  const length = [...password].length;
  const like = similarAttribute(password, person);
  const faults = [
    length < MIN_LENGTH && {
      code: 'password_too_short',
      message: msg('faults.password_too_short', { min: MIN_LENGTH }),
    },
    length > MAX_LENGTH && tooLong,
    commonPasswords().has(strip(password.toLowerCase())) && {
      code: 'password_too_common',
      message: msg('faults.password_too_common'),
    },
    isDigits(password) && {
      code: 'password_entirely_numeric',
      message: msg('faults.password_entirely_numeric'),
    },
    like && { code: 'password_too_similar', message: msg('faults.password_too_similar', { attribute: like }) },
  ];
  return faults.filter((fault) => !!fault);
}

const tooLong = { code: 'password_too_long', message: msg('faults.password_too_long', { max: MAX_LENGTH }) };

/** The first attribute that, in whole or by one of its words, is too much like the password. */
function similarAttribute(password: string, person: UserAttributes): keyof UserAttributes | undefined {
  const likeTo = similarityTo(password.toLowerCase());
  for (const attribute of attributes) {
    const value = person[attribute]?.toLowerCase() ?? '';
    const parts = [value, ...words(value)];
    if (parts.some((part) => likeTo(part) > MAX_SIMILARITY)) return attribute;
  }
  return undefined;
}
