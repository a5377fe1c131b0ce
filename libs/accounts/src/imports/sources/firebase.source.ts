import { ImportError } from '../import.error';
import type { Fields } from './fields';
import type { Source } from './source';

/** `firebase auth:export users.json --format=json`, with the hash parameters of the project's console. */
export const firebaseSource: Source = {
  json: { listOf: 'users' },
  open: ({ firebaseParameters }) => {
    const prefix = firebaseParameters === undefined ? undefined : hashPrefix(firebaseParameters);
    return (user) => {
      const claims = user.object('customAttributes');
      const role = claims.text('role');
      return {
        id: user.required('localId'),
        email: user.required('email'),
        emailVerified: user.flag('emailVerified') ?? false,
        fullName: user.text('displayName'),
        passwordHash: passwordHash(user, prefix),
        dateJoined: user.time('createdAt'),
        lastSeen: user.time('lastSignedInAt') ?? user.time('lastLoginAt'),
        isDisabled: user.flag('disabled') ?? false,
        roles: [...claims.texts('roles'), ...(role === undefined ? [] : [role])],
        avatar: user.text('photoUrl'),
      };
    };
  },
};

function passwordHash(user: Fields, prefix: string | undefined): string {
  const hash = user.text('passwordHash');
  if (hash === undefined) return '';
  if (prefix === undefined)
    throw new ImportError('the users have passwords: give --firebase-parameters, which the hashes need.');
  return `${prefix}$${toBase64(user.text('salt') ?? '')}$${toBase64(hash)}`;
}

/** From the block that the console shows, or the same as JSON. */
function hashPrefix(text: string): string {
  const valueOf = (name: string, pattern: string) => {
    const [, value] = new RegExp(`\\b${name}"?\\s*[:=]\\s*"?(${pattern})`).exec(text) ?? [];
    if (!value) throw new ImportError(`the Firebase parameters have no ${name}.`);
    return value;
  };
  if (valueOf('algorithm', String.raw`\w+`) !== 'SCRYPT')
    throw new ImportError('the Firebase parameters are of another algorithm than SCRYPT.');
  const [n, r] = [valueOf('mem_cost', String.raw`\d+`), valueOf('rounds', String.raw`\d+`)];
  const base64 = String.raw`[\w+/-]+={0,2}`;
  const [separator, key] = [valueOf('base64_salt_separator', base64), valueOf('base64_signer_key', base64)];
  return `$fbscrypt$v=1,n=${n},r=${r},p=1,ss=${toBase64(separator)},sk=${toBase64(key)}`;
}

/** Some versions of the tool write the alphabet for URLs. */
const toBase64 = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/');
