import type { Passkey } from './passkey.entity';
import { userHandleOf } from './user-handle';
import {
  credentialIdOf,
  type Expected,
  userHandleIn,
  verifyAssertion,
  verifyAttestation,
  WebauthnRefusal,
} from './webauthn-responses';
import vectors from './webauthn-responses.vectors.json';

const relyingParty = { id: 'localhost', origins: ['https://a.example', 'http://localhost:38473'] };
const encode = (text: string) => Buffer.from(text).toString('base64url');
const ofRegistration: Expected = {
  relyingParty,
  challenge: encode('registration-challenge'),
  requireUserVerification: true,
};
const ofAssertion: Expected = { ...ofRegistration, challenge: encode('assertion-challenge') };

async function registered(): Promise<Passkey> {
  return (await verifyAttestation(vectors.registration, ofRegistration)) as Passkey;
}

/** The same with one bit of a member changed. */
function damaged<T extends { response: object }>(response: T, member: string): T {
  const bytes = Buffer.from((response.response as Record<string, string>)[member]!, 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  return { ...response, response: { ...response.response, [member]: bytes.toString('base64url') } };
}

describe('responses of a browser', () => {
  it('are an attestation', async () => {
    expect(await registered()).toEqual({
      credentialId: Buffer.from(vectors.registration.id, 'base64url'),
      publicKey: expect.any(Buffer),
      counter: '1',
      transports: ['internal'],
      backupEligible: false,
      backedUp: false,
    });
  });

  it('are an assertion of the key', async () => {
    const assertion = await verifyAssertion(vectors.assertion, await registered(), ofAssertion);
    expect(assertion).toEqual({ counter: 2, backedUp: false, userVerified: true });
    expect(credentialIdOf(vectors.assertion)).toEqual((await registered()).credentialId);
    expect(userHandleIn(vectors.assertion)).toEqual(userHandleOf('019acc1a-f0a7-7001-8001-020304050607'));
  });

  it.each<[string, Partial<Expected>]>([
    ['challenge', { challenge: encode('another') }],
    ['origin', { relyingParty: { ...relyingParty, origins: ['http://localhost:1'] } }],
    ['RP ID', { relyingParty: { ...relyingParty, id: 'a.example' } }],
  ])('are refused for another %s', async (_, other) => {
    await expect(verifyAttestation(vectors.registration, { ...ofRegistration, ...other })).rejects.toThrow(
      WebauthnRefusal,
    );
    const passkey = await registered();
    await expect(verifyAssertion(vectors.assertion, passkey, { ...ofAssertion, ...other })).rejects.toThrow(
      WebauthnRefusal,
    );
  });

  it('are refused with one bit changed', async () => {
    const passkey = await registered();
    for (const member of ['authenticatorData', 'clientDataJSON', 'signature'])
      await expect(verifyAssertion(damaged(vectors.assertion, member), passkey, ofAssertion)).rejects.toThrow(
        WebauthnRefusal,
      );
  });

  it('are refused where the backup eligibility has changed', async () => {
    const passkey = { ...(await registered()), backupEligible: true };
    await expect(verifyAssertion(vectors.assertion, passkey, ofAssertion)).rejects.toThrow(/eligibility/);
  });

  it('do not pass for each other', async () => {
    const passkey = await registered();
    await expect(verifyAttestation(vectors.assertion, ofAssertion)).rejects.toThrow(WebauthnRefusal);
    await expect(verifyAssertion(vectors.registration, passkey, ofRegistration)).rejects.toThrow(WebauthnRefusal);
  });

  it('keep transports that are names, ten at most', async () => {
    const transportsOf = async (transports: unknown) => {
      const response = { ...vectors.registration.response, transports };
      return (await verifyAttestation({ ...vectors.registration, response }, ofRegistration)).transports;
    };
    expect(await transportsOf(['usb', 'smart-card', 7, 'x'.repeat(33), '<b>'])).toEqual(['usb', 'smart-card']);
    expect(await transportsOf(Array(50).fill('usb'))).toHaveLength(10);
    expect(await transportsOf(undefined)).toEqual([]);
    expect(await transportsOf('usb')).toEqual([]);
  });
});
