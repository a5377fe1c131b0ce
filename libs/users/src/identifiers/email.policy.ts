import { type RuleViolation, isEmailAddress } from '#platform';

export const emailFaultCodes = ['invalid_email'] as const;

/** The faults in the syntax of an e-mail address. */
export function emailFaults(email: string): RuleViolation[] {
  return isEmailAddress(email) ? [] : [{ code: 'invalid_email', message: 'This is not a valid e-mail address.' }];
}
