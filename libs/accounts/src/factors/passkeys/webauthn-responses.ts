import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Passkey } from './passkey.entity';
import type { RelyingParty } from './relying-party';
import { loadWebauthn } from './webauthn-library';

/** EdDSA, ES256, RS256: what every authenticator has one of. @see WebAuthn Level 3 §5.4 `pubKeyCredParams` */
export const ALGORITHMS = [-8, -7, -257];
/** @see WebAuthn Level 3 §7.1 step 25 */
const MAX_CREDENTIAL_ID_BYTES = 1023;
const MAX_TRANSPORTS = 10;

export interface Expected {
  relyingParty: Pick<RelyingParty, 'id' | 'origins'>;
  challenge: string;
  requireUserVerification: boolean;
}

/** Its message says what is wrong with a response. It is for the log, not for the client. */
export class WebauthnRefusal extends Error {}

export type NewCredential = Pick<
  Passkey,
  'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backupEligible' | 'backedUp'
>;

export interface VerifiedAssertion {
  counter: number;
  backedUp: boolean;
  userVerified: boolean;
}

/** @see WebAuthn Level 3 §7.1 @throws {WebauthnRefusal} */
export const verifyAttestation = (response: object, expected: Expected): Promise<NewCredential> =>
  refusing(() => attest(response, expected));

/** All but the counter, which is compared where it is stored. @see WebAuthn Level 3 §7.2 @throws {WebauthnRefusal} */
export const verifyAssertion = (response: object, passkey: Passkey, expected: Expected): Promise<VerifiedAssertion> =>
  refusing(() => assert(response, passkey, expected));

/** The library and the reading of what the client sent throw errors of many kinds. */
async function refusing<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (error) {
    throw new WebauthnRefusal((error as Error).message);
  }
}

async function attest(response: object, expected: Expected): Promise<NewCredential> {
  const { verifyRegistrationResponse } = await loadWebauthn();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    supportedAlgorithmIDs: ALGORITHMS,
    ...toLibrary(expected),
  });
  if (!verified || !registrationInfo) throw new Error('the attestation is not verified');
  refuseFrames(response);
  const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
  const credentialId = Buffer.from(credential.id, 'base64url');
  if (credentialId.length > MAX_CREDENTIAL_ID_BYTES) throw new Error('the credential id is too long');
  return {
    credentialId,
    publicKey: Buffer.from(credential.publicKey),
    counter: String(credential.counter),
    transports: transportsOf(response),
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  };
}

async function assert(
  response: object,
  { credentialId, publicKey, backupEligible }: Passkey,
  expected: Expected,
): Promise<VerifiedAssertion> {
  const { verifyAuthenticationResponse } = await loadWebauthn();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    credential: { id: credentialId.toString('base64url'), publicKey: new Uint8Array(publicKey), counter: 0 },
    ...toLibrary(expected),
  });
  if (!verified) throw new Error('the signature is not of this key');
  refuseFrames(response);
  const { newCounter, credentialBackedUp, credentialDeviceType, userVerified } = authenticationInfo;
  if ((credentialDeviceType === 'multiDevice') !== backupEligible)
    throw new Error('the backup eligibility has changed');
  return { counter: newCounter, backedUp: credentialBackedUp, userVerified };
}

/** @returns nothing where it is not base64url */
export function credentialIdOf(response: object): Buffer | undefined {
  const { id } = response as { id?: unknown };
  return typeof id === 'string' && /^[\w-]{1,1364}$/.test(id) ? Buffer.from(id, 'base64url') : undefined;
}

export function userHandleIn(response: object): Buffer | undefined {
  const { userHandle } = (response as { response?: { userHandle?: unknown } }).response ?? {};
  return typeof userHandle === 'string' && userHandle !== '' ? Buffer.from(userHandle, 'base64url') : undefined;
}

function toLibrary({ relyingParty, challenge, requireUserVerification }: Expected) {
  return {
    expectedChallenge: challenge,
    expectedOrigin: [...relyingParty.origins],
    expectedRPID: relyingParty.id,
    requireUserVerification,
  };
}

/** A frame of another site must not ask for a passkey. @see WebAuthn Level 3 §13.4.2 */
function refuseFrames(response: object): void {
  const { clientDataJSON } = (response as AuthenticationResponseJSON).response;
  const { crossOrigin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { crossOrigin?: unknown };
  if (crossOrigin) throw new Error('the page was in a frame of another site');
}

/** Unknown ones are kept, as the standard asks. @see WebAuthn Level 3 §5.8.4 */
function transportsOf(response: object): string[] {
  const { transports } = (response as RegistrationResponseJSON).response as { transports?: unknown };
  if (!Array.isArray(transports)) return [];
  return transports
    .filter((name): name is string => typeof name === 'string' && /^[a-z0-9-]{1,32}$/.test(name))
    .slice(0, MAX_TRANSPORTS);
}
