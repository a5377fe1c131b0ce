import { isEmail } from 'class-validator';
import type { Fault } from '#platform';

// RFC 5321 allows no longer address in a mail.
const MAX_LENGTH = 254;

/**
 * What only a quoted local part or a header could want. RFC 5321 allows the first, but readers of addresses disagree
 * on where such a one ends, and mail has gone astray by it (nodemailer before 7.0.7).
 */
const forbidden = /[\p{Z}\p{C}\p{Default_Ignorable_Code_Point},;<>"\\]/u;

export const emailFaultCodes = ['invalid_email'] as const;

/** What is wrong with an e-mail address as far as its form tells; only a mail tells whether it is someone's. */
export function emailFaults(email: string): Fault[] {
  const right = email.length <= MAX_LENGTH && !forbidden.test(email) && isEmail(email);
  return right ? [] : [{ code: 'invalid_email', message: 'This is not a valid e-mail address.' }];
}
