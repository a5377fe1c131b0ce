import { CollabSphereError } from '../errors.js';

type Json = Record<string, unknown>;

interface PasskeyClass {
  parseCreationOptionsFromJSON?: (options: Json) => PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON?: (options: Json) => PublicKeyCredentialRequestOptions;
  isConditionalMediationAvailable?: () => Promise<boolean>;
}

const passkeyClass = () => (globalThis as unknown as { PublicKeyCredential?: PasskeyClass }).PublicKeyCredential;

/** Only older browsers load it. */
const byHand = () => import('./webauthn-json.js');

/** Whether this browser has passkeys; with `autofill`, whether it offers them in a form field. */
export async function hasPasskeys({ autofill = false } = {}): Promise<boolean> {
  const found = passkeyClass();
  if (!found || !autofill) return !!found;
  return (await found.isConditionalMediationAvailable?.()) ?? false;
}

/**
 * The browser's dialog, or its autofill. Resolves with an `AuthenticationResponseJSON`.
 * @throws {CollabSphereError} `passkey_cancelled`, `passkeys_not_supported`
 */
export function getPasskey(
  options: Json,
  { autofill, signal }: { autofill?: boolean; signal?: AbortSignal } = {},
): Promise<Json> {
  return ceremony(async (found) => {
    const publicKey = found.parseRequestOptionsFromJSON?.(options) ?? (await byHand()).decodeRequest(options);
    return navigator.credentials.get({ publicKey, signal, ...(autofill && { mediation: 'conditional' }) });
  }, signal);
}

/**
 * Makes a passkey. Resolves with a `RegistrationResponseJSON`.
 * @throws {CollabSphereError} `passkey_cancelled`, `passkey_already_registered`, `passkeys_not_supported`
 */
export function createPasskey(options: Json, signal?: AbortSignal): Promise<Json> {
  return ceremony(async (found) => {
    const publicKey = found.parseCreationOptionsFromJSON?.(options) ?? (await byHand()).decodeCreation(options);
    return navigator.credentials.create({ publicKey, signal });
  }, signal);
}

async function ceremony(
  open: (found: PasskeyClass) => Promise<Credential | null>,
  signal: AbortSignal | undefined,
): Promise<Json> {
  const found = passkeyClass();
  if (!found) throw new CollabSphereError('passkeys_not_supported');
  try {
    const credential = await open(found);
    if (credential) return await toJson(credential as PublicKeyCredential);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const { name, message: detail } = cause as Error;
    // The authenticator has one of the `excludeCredentials`.
    const code = name === 'InvalidStateError' ? 'passkey_already_registered' : 'passkey_cancelled';
    throw new CollabSphereError(code, { detail, cause });
  }
  throw new CollabSphereError('passkey_cancelled');
}

/** Some password managers replace the browser's object by one whose `toJSON` throws. */
async function toJson(credential: PublicKeyCredential): Promise<Json> {
  try {
    return credential.toJSON() as unknown as Json;
  } catch {
    return (await byHand()).encodeCredential(credential);
  }
}
