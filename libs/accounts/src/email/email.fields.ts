import { RuleSet, TextField } from '#platform';
import { emailFaultCodes, emailFaults } from '#users';

/** Characters; longer values are rejected before any other check. */
const MAX_EMAIL = 254;

interface Options {
  optional?: boolean;
  description?: string;
}

export const NewEmail = ({ description = 'E-mail address.', ...options }: Options = {}) =>
  TextField({
    ...options,
    max: MAX_EMAIL,
    exact: true,
    format: 'idn-email',
    description,
    example: 'user@example.com',
    rules: RuleSet(emailFaultCodes, (value) => emailFaults(value)),
  });

/** The address of an existing account. Its form is not checked: an impossible address is not found. */
export const AccountEmail = (options: Options = {}) =>
  TextField({
    description: 'E-mail address of the account.',
    ...options,
    max: MAX_EMAIL,
    exact: true,
    format: 'idn-email',
    example: 'user@example.com',
  });
