import { type RuleViolation, isEmailAddress } from '#platform';

export const emailFaultCodes = ['invalid_email'] as const;

/** What is wrong with an e-mail address as far as its form tells. */
export function emailFaults(email: string): RuleViolation[] {
  return isEmailAddress(email) ? [] : [{ code: 'invalid_email', message: 'This is not a valid e-mail address.' }];
}
