import { ChoiceField, RuleSet, TextField } from '#platform';
import { type Device, deviceTypes, type DeviceType, type PushAddress } from '#sessions';
import { emailFaultCodes, emailFaults } from '#users';
import { passwordFaultCodes, passwordFaults, type Person } from './passwords/password.policy';

/** Longer ones are refused before anything reads them. */
const MAX_EMAIL = 254;
/** UTF-16 units of the longest name, of letters outside the basic plane: a password is compared with no more. */
const MAX_COMPARED = 510;
const MAX_TOKEN = 512;

interface Options {
  optional?: boolean;
  description?: string;
}

export const Email = ({ description = 'E-mail address.', ...options }: Options = {}) =>
  TextField({
    ...options,
    max: MAX_EMAIL,
    exact: true,
    format: 'idn-email',
    description,
    example: 'user@example.com',
    rules: RuleSet(emailFaultCodes, (value) => emailFaults(value)),
  });

/** An address to look up: what could not be one is simply not found. */
export const KnownEmail = (options: Options = {}) =>
  TextField({
    description: 'E-mail address of the account.',
    ...options,
    max: MAX_EMAIL,
    exact: true,
    format: 'idn-email',
    example: 'user@example.com',
  });

/** A password that somebody chooses. Its rules look at the other fields of the same body. */
export const NewPassword = ({
  description = '8 to 128 characters, any; not common, not all digits, not like your names.',
  ...options
}: Options = {}) =>
  TextField({
    ...options,
    min: 0,
    max: 4096,
    anyCharacter: true,
    format: 'password',
    description,
    example: 'securepass123',
    rules: RuleSet(passwordFaultCodes, (value, body) => passwordFaults(value, person(body))),
  });

/** A password that somebody has. */
export const KnownPassword = ({ description = 'The password as it is now.', ...options }: Options = {}) =>
  TextField({
    ...options,
    min: 0,
    max: 4096,
    anyCharacter: true,
    format: 'password',
    description,
    example: 'securepass123',
  });

export const MailedToken = () =>
  TextField({
    max: MAX_TOKEN,
    description: 'The token from the mail.',
    example: 'Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM',
  });

/** What a client may tell of the device that signs in. */
export class DeviceFields {
  @TextField({
    optional: true,
    max: 4096,
    description: 'Push token. A login with the same one replaces the session that had it.',
    example: 'fcm-token-123',
  })
  device_token?: string | null;

  @ChoiceField({ optional: true, values: deviceTypes, description: 'Kind of device.', example: 'ios' })
  device_type?: DeviceType | null;

  @TextField({ optional: true, max: 100, description: 'What its owner calls it.', example: "John's phone" })
  device_name?: string | null;
}

export function deviceOf({ device_token, device_type, device_name }: DeviceFields): Device {
  const push: PushAddress | null = device_token ? { kind: 'fcm', token: device_token } : null;
  // As CollabSphere's clients mean it.
  return { push, type: device_type ?? (push ? 'web' : null), name: device_name };
}

function person({ email, username, full_name }: Partial<Record<keyof Person, unknown>>): Person {
  const text = (value: unknown) => (typeof value === 'string' && value.length <= MAX_COMPARED ? value : undefined);
  return { email: text(email), username: text(username), full_name: text(full_name) };
}
