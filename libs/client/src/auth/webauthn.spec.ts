import { createPasskey, getPasskey, hasPasskeys } from './webauthn.js';
import { decode, encode } from './webauthn-json.js';

const bytes = (...values: number[]) => new Uint8Array(values).buffer;
const globals = globalThis as unknown as { PublicKeyCredential?: object; navigator: object };
const navigator = globals.navigator;

function browser(credentials: object, PublicKeyCredential: object = {}): void {
  globals.PublicKeyCredential = PublicKeyCredential;
  Object.defineProperty(globalThis, 'navigator', { value: { credentials }, configurable: true });
}
afterEach(() => {
  delete globals.PublicKeyCredential;
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
});

const old = {
  id: '-_8',
  rawId: bytes(0xfb, 0xff),
  type: 'public-key',
  authenticatorAttachment: 'platform',
  getClientExtensionResults: () => ({}),
  response: { clientDataJSON: bytes(1), authenticatorData: bytes(2), signature: bytes(3), userHandle: null },
};

describe('passkeys', () => {
  it('take and make base64url without padding', () => {
    expect(encode(bytes(0xfb, 0xff))).toBe('-_8');
    expect([...new Uint8Array(decode('-_8'))]).toEqual([0xfb, 0xff]);
  });

  it('use the functions of the browser where it has them', async () => {
    const get = jest.fn(async () => ({ toJSON: () => ({ id: 'x' }) }));
    browser({ get }, { parseRequestOptionsFromJSON: (options: object) => ({ parsed: options }) });
    expect(await getPasskey({ challenge: 'AQ' }, { autofill: true })).toEqual({ id: 'x' });
    expect(get).toHaveBeenCalledWith({
      publicKey: { parsed: { challenge: 'AQ' } },
      signal: undefined,
      mediation: 'conditional',
    });
  });

  it('work in an older browser, and with a password manager whose toJSON throws', async () => {
    const toJSON = () => {
      throw new TypeError('Illegal invocation');
    };
    const get = jest.fn(
      async (_: { publicKey: { challenge: ArrayBuffer; allowCredentials: { id: ArrayBuffer }[] } }) => ({
        ...old,
        toJSON,
      }),
    );
    browser({ get });
    expect(await getPasskey({ challenge: 'AQ', allowCredentials: [{ id: '-_8', type: 'public-key' }] })).toEqual({
      id: '-_8',
      rawId: '-_8',
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: { clientDataJSON: 'AQ', authenticatorData: 'Ag', signature: 'Aw' },
    });
    const { publicKey } = get.mock.calls[0]![0];
    expect([...new Uint8Array(publicKey.challenge)]).toEqual([1]);
    expect([...new Uint8Array(publicKey.allowCredentials[0]!.id)]).toEqual([0xfb, 0xff]);
  });

  it('are registered in an older browser, with their transports', async () => {
    const response = { clientDataJSON: bytes(1), attestationObject: bytes(2), getTransports: () => ['internal'] };
    const create = jest.fn(async (_: { publicKey: { user: { id: ArrayBuffer } } }) => ({ ...old, response }));
    browser({ create });
    expect(await createPasskey({ challenge: 'AQ', user: { id: 'Ag', name: 'ada' } })).toMatchObject({
      response: { clientDataJSON: 'AQ', attestationObject: 'Ag', transports: ['internal'] },
    });
    expect([...new Uint8Array(create.mock.calls[0]![0].publicKey.user.id)]).toEqual([2]);
  });

  it.each([
    ['NotAllowedError', 'passkey_cancelled'],
    ['InvalidStateError', 'passkey_already_registered'],
  ])('%s is %s', async (name, code) => {
    browser(
      { create: () => Promise.reject(new DOMException('no', name)) },
      { parseCreationOptionsFromJSON: (o: object) => o },
    );
    await expect(createPasskey({})).rejects.toMatchObject({ code });
  });

  it('pass on what the caller aborts', async () => {
    const controller = new AbortController();
    const get = async () => {
      controller.abort();
      throw new DOMException('', 'AbortError');
    };
    browser({ get }, { parseRequestOptionsFromJSON: (options: object) => options });
    await expect(getPasskey({}, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('are not in every runtime', async () => {
    expect(await hasPasskeys()).toBe(false);
    await expect(getPasskey({})).rejects.toMatchObject({ code: 'passkeys_not_supported' });
    browser({}, { isConditionalMediationAvailable: async () => true });
    expect(await hasPasskeys({ autofill: true })).toBe(true);
  });
});
