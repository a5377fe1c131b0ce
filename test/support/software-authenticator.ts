import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type CborValue, encodeCbor } from './cbor';

interface Options {
  challenge: string;
  rpId?: string;
  rp?: { id?: string };
  user?: { id: string };
}

/** What a test may falsify. */
export interface Overrides {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  userPresent?: boolean;
  userVerified?: boolean;
  backupEligible?: boolean;
  backedUp?: boolean;
  counter?: number;
  userHandle?: string | null;
  credentialId?: string;
  transports?: unknown;
  /** Of another key. */
  signWith?: KeyObject;
  /** COSE algorithm in the public key. */
  algorithm?: number;
}

const FLAGS = { userPresent: 1, userVerified: 4, backupEligible: 8, backedUp: 16, attested: 64 };
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();
const uint = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

/** A WebAuthn authenticator with one ES256 key, together with its browser. @see WebAuthn Level 3 §6 */
export class SoftwareAuthenticator {
  readonly credentialId = randomBytes(32);
  readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  counter = 0;
  private userHandle: string | null = null;

  /** @param defaults for example `{ backupEligible: true }` for a synced passkey */
  constructor(
    readonly origin: string,
    readonly defaults: Overrides = {},
  ) {}

  /** `navigator.credentials.create()` */
  create(options: Options, overrides: Overrides = {}) {
    const how = { ...this.defaults, ...overrides };
    this.userHandle = options.user?.id ?? null;
    const authData = this.authenticatorData(how.rpId ?? options.rp!.id!, how, this.attestedCredential(how));
    const statement = new Map<number | string, CborValue>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    const id = how.credentialId ?? this.credentialId.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.clientData('webauthn.create', options, how).toString('base64url'),
        attestationObject: encodeCbor(statement).toString('base64url'),
        transports: how.transports ?? ['internal', 'hybrid'],
      },
    };
  }

  /** `navigator.credentials.get()` */
  get(options: Options, overrides: Overrides = {}) {
    const how = { ...this.defaults, ...overrides };
    const clientData = this.clientData('webauthn.get', options, how);
    const authenticatorData = this.authenticatorData(how.rpId ?? options.rpId!, how);
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    const userHandle = how.userHandle === undefined ? this.userHandle : how.userHandle;
    const id = how.credentialId ?? this.credentialId.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', signed, how.signWith ?? this.keys.privateKey).toString('base64url'),
        ...(userHandle !== null && { userHandle }),
      },
    };
  }

  private clientData(type: string, { challenge }: Options, how: Overrides): Buffer {
    const { crossOrigin = false } = how;
    const origin = how.origin ?? this.origin;
    return Buffer.from(
      JSON.stringify({ type: how.type ?? type, challenge: how.challenge ?? challenge, origin, crossOrigin }),
    );
  }

  private authenticatorData(rpId: string, how: Overrides, attested: Buffer = Buffer.alloc(0)): Buffer {
    const { userPresent = true, userVerified = true, backupEligible = false, backedUp = false } = how;
    const flags =
      (userPresent ? FLAGS.userPresent : 0) |
      (userVerified ? FLAGS.userVerified : 0) |
      (backupEligible ? FLAGS.backupEligible : 0) |
      (backedUp ? FLAGS.backedUp : 0) |
      (attested.length > 0 ? FLAGS.attested : 0);
    return Buffer.concat([sha256(rpId), uint(flags, 1), uint(how.counter ?? this.counter, 4), attested]);
  }

  private attestedCredential({ algorithm = -7 }: Overrides): Buffer {
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    const coseKey = new Map<number | string, CborValue>([
      [1, 2],
      [3, algorithm],
      [-1, 1],
      [-2, Buffer.from(x!, 'base64url')],
      [-3, Buffer.from(y!, 'base64url')],
    ]);
    const length = uint(this.credentialId.length, 2);
    return Buffer.concat([Buffer.alloc(16), length, this.credentialId, encodeCbor(coseKey)]);
  }
}
