import { type RuleViolation, isEmailAddress, msg } from '#platform';

export const emailFaultCodes = ['invalid_email'] as const;

/** The faults in the syntax of an e-mail address. */
export function emailFaults(email: string): RuleViolation[] {
  return isEmailAddress(email) ? [] : [{ code: 'invalid_email', message: msg('faults.invalid_email') }];
}
