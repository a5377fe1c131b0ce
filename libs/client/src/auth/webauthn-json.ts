// For browsers without `parseRequestOptionsFromJSON` and `toJSON`: before Chrome 129, Safari 18.4 and Firefox 119.

type Json = Record<string, unknown>;

interface Descriptor {
  id: string;
}

export function decodeRequest(options: Json): PublicKeyCredentialRequestOptions {
  const { challenge, allowCredentials } = options as { challenge: string; allowCredentials?: Descriptor[] };
  return {
    ...options,
    challenge: decode(challenge),
    allowCredentials: decodeIds(allowCredentials),
  } as PublicKeyCredentialRequestOptions;
}

export function decodeCreation(options: Json): PublicKeyCredentialCreationOptions {
  const { challenge, user, excludeCredentials } = options as {
    challenge: string;
    user: Descriptor;
    excludeCredentials?: Descriptor[];
  };
  return {
    ...options,
    challenge: decode(challenge),
    user: { ...user, id: decode(user.id) },
    excludeCredentials: decodeIds(excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
}

const BUFFERS = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'] as const;

export function encodeCredential(credential: PublicKeyCredential): Json {
  const answer = credential.response as unknown as Record<string, ArrayBuffer | null | undefined>;
  const response: Json = {};
  for (const name of BUFFERS) if (answer[name]) response[name] = encode(answer[name]);
  const { getTransports } = credential.response as { getTransports?: () => string[] };
  if (getTransports) response.transports = getTransports.call(credential.response);
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

const decodeIds = (list?: Descriptor[]) => list?.map((one) => ({ ...one, id: decode(one.id) }));

export function decode(base64url: string): ArrayBuffer {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer;
}

export function encode(buffer: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
