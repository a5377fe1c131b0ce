// For browsers without `parseRequestOptionsFromJSON` and `toJSON`: before Chrome 129, Safari 18.4 and Firefox 119.

export function decode(base64url: string): ArrayBuffer {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer;
}

export function encode(buffer: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Some password managers replace the browser's object by one whose `toJSON` throws. */
export function encodeCredential(credential: PublicKeyCredential): Record<string, unknown> {
  try {
    return credential.toJSON() as unknown as Record<string, unknown>;
  } catch {
    return encodeByHand(credential);
  }
}

const BUFFERS = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'] as const;

function encodeByHand(credential: PublicKeyCredential): Record<string, unknown> {
  const answer = credential.response as unknown as Record<string, ArrayBuffer | null | undefined>;
  const response: Record<string, unknown> = {};
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
