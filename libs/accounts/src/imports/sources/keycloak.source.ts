import { Fields } from './fields';
import { joined } from './names';
import type { Source } from './source';

/** What every Keycloak gives to everyone. */
const builtInRoles = /^(default-roles-.*|offline_access|uma_authorization)$/;

/** `kc.sh export --realm <name> --users realm_file`, or each of the users' files of `--users different_files`. */
export const keycloakSource: Source = {
  json: { listOf: 'users' },
  open: () => (user) => {
    // The account of a client, not of a person.
    if (user.has('serviceAccountClientId')) return undefined;
    const email = user.required('email');
    return {
      id: user.text('id') ?? user.required('username'),
      email,
      emailVerified: user.flag('emailVerified') ?? false,
      username: user.text('username'),
      fullName: joined(user.text('firstName'), user.text('lastName')),
      locale: attribute(user, 'locale'),
      passwordHash: passwordHash(user),
      dateJoined: user.time('createdTimestamp'),
      isDisabled: user.flag('enabled') === false,
      roles: [
        ...user.texts('realmRoles').filter((role) => !builtInRoles.test(role)),
        ...user.texts('groups').map((path) => path.slice(path.lastIndexOf('/') + 1)),
      ],
      avatar: attribute(user, 'picture'),
    };
  },
};

const attribute = (user: Fields, name: string) => user.object('attributes').list(name).map(String)[0];

function passwordHash(user: Fields): string {
  const credentials = user.list('credentials').map((value) => Fields.of(value, 'credentials'));
  const password = credentials.find((credential) => credential.text('type') === 'password');
  if (!password) return '';
  const how = password.object('credentialData');
  const secret = password.object('secretData');
  const [salt, key] = [unpadded(secret.text('salt')), unpadded(secret.text('value'))];
  const algorithm = how.required('algorithm');
  const iterations = how.required('hashIterations');
  if (algorithm.startsWith('pbkdf2')) return `$${algorithm}$i=${iterations}$${salt}$${key}`;
  if (algorithm !== 'argon2')
    throw how.fault('algorithm', 'password_hash_unknown_form', 'This algorithm is not known.');
  const parameters = how.object('additionalParameters');
  const parameter = (name: string, otherwise: string) => String(parameters.list(name)[0] ?? otherwise);
  const version = parameter('version', '1.3') === '1.0' ? 16 : 19;
  const cost = `m=${parameter('memory', '7168')},t=${iterations},p=${parameter('parallelism', '1')}`;
  return `$argon2${parameter('type', 'id')}$v=${version}$${cost}$${salt}$${key}`;
}

const unpadded = (base64 = '') => base64.replace(/=+$/, '');
