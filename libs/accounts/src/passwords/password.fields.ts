import { RegisteredRule, RuleSet, TextField } from '#platform';
import { PASSWORD_BREACHED } from '../breached-passwords/breached-passwords.service';
import { passwordFaultCodes, passwordFaults, type UserAttributes } from './password.policy';

/** UTF-16 units of the longest name, of letters outside the basic plane: a password is compared with no more. */
const MAX_ATTRIBUTE_LENGTH = 510;

interface Options {
  optional?: boolean;
  description?: string;
}

/** Taken exactly as it comes. Its length is a matter of the policy, where there is one. */
const password = { min: 0, max: 4096, anyCharacter: true, format: 'password', example: 'securepass123' };

/** A password to be set. Its rules read the other fields of the same body too. */
export const NewPassword = ({
  description = '8 to 128 characters; not common, not breached, not only digits, not similar to your names.',
  ...options
}: Options = {}) =>
  TextField({
    ...options,
    ...password,
    description,
    rules: [
      ...RuleSet(passwordFaultCodes, (value, body) => passwordFaults(value, userAttributesOf(body))),
      RegisteredRule(PASSWORD_BREACHED),
    ],
  });

/** The password of an existing account. */
export const CurrentPassword = ({ description = 'The current password.', ...options }: Options = {}) =>
  TextField({ ...options, ...password, description });

function userAttributesOf({
  email,
  username,
  full_name,
}: Partial<Record<keyof UserAttributes, unknown>>): UserAttributes {
  const text = (value: unknown) =>
    typeof value === 'string' && value.length <= MAX_ATTRIBUTE_LENGTH ? value : undefined;
  return { email: text(email), username: text(username), full_name: text(full_name) };
}
