import { CollabSphereError } from '../errors.js';
import { decode, encodeCredential } from './webauthn-json.js';

type Json = Record<string, unknown>;

interface PasskeyClass {
  parseCreationOptionsFromJSON?: (options: Json) => PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON?: (options: Json) => PublicKeyCredentialRequestOptions;
  isConditionalMediationAvailable?: () => Promise<boolean>;
}

const passkeyClass = () => (globalThis as unknown as { PublicKeyCredential?: PasskeyClass }).PublicKeyCredential;

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
export function getPasskey(options: Json, { autofill, signal }: { autofill?: boolean; signal?: AbortSignal } = {}) {
  return ceremony((found) => {
    const publicKey = found.parseRequestOptionsFromJSON?.(options) ?? decodeRequest(options);
    return navigator.credentials.get({ publicKey, signal, ...(autofill && { mediation: 'conditional' }) });
  }, signal);
}

/**
 * Makes a passkey. Resolves with a `RegistrationResponseJSON`.
 * @throws {CollabSphereError} `passkey_cancelled`, `passkeys_not_supported`
 */
export function createPasskey(options: Json, signal?: AbortSignal): Promise<Json> {
  return ceremony((found) => {
    const publicKey = found.parseCreationOptionsFromJSON?.(options) ?? decodeCreation(options);
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
    if (credential) return encodeCredential(credential as PublicKeyCredential);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new CollabSphereError('passkey_cancelled', { detail: (cause as Error).message, cause });
  }
  throw new CollabSphereError('passkey_cancelled');
}

interface Descriptor {
  id: string;
}

const descriptors = (list: unknown) =>
  (list as Descriptor[] | undefined)?.map((one) => ({ ...one, id: decode(one.id) }));

function decodeRequest(options: Json): PublicKeyCredentialRequestOptions {
  const { challenge, allowCredentials } = options as { challenge: string; allowCredentials?: Descriptor[] };
  return {
    ...options,
    challenge: decode(challenge),
    allowCredentials: descriptors(allowCredentials),
  } as PublicKeyCredentialRequestOptions;
}

function decodeCreation(options: Json): PublicKeyCredentialCreationOptions {
  const { challenge, user, excludeCredentials } = options as { challenge: string; user: Descriptor } & Json;
  return {
    ...options,
    challenge: decode(challenge),
    user: { ...user, id: decode(user.id) },
    excludeCredentials: descriptors(excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
}
