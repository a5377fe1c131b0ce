import type { components } from '../generated/openapi.js';
import type { Api } from '../http/api-types.js';
import type { Session } from '../session/session.js';
import { createPasskey } from '../auth/webauthn.js';

type Schemas = components['schemas'];

/** Changes of second factors are answered `step_up_required` without a recent proof. */
export class Mfa {
  constructor(
    private readonly api: Api,
    private readonly session: Session,
  ) {}

  get = () => this.api.GET('/api/mfa');
  /** The secret to show, and its QR code. */
  startTotp = () => this.api.POST('/api/mfa/totp');
  removeTotp = () => this.api.DELETE('/api/mfa/totp');
  /** Ten new ones. Show them at once: no later call returns them. */
  renewRecoveryCodes = () => this.api.POST('/api/mfa/recovery-codes');
  removeTrustedDevices = () => this.api.DELETE('/api/mfa/trusted-devices');

  /** Resolves with the recovery codes, if it is the first factor. */
  async confirmTotp(code: string): Promise<Schemas['TotpConfirmation']> {
    const answer = await this.api.POST('/api/mfa/totp/confirm', { body: { code } });
    await renewTokens(this.session);
    return answer;
  }
}

export class Passkeys {
  constructor(
    private readonly api: Api,
    private readonly session: Session,
  ) {}

  list = async (): Promise<Schemas['Passkey'][]> => (await this.api.GET('/api/mfa')).passkeys;

  /**
   * Opens the browser's dialog and registers the new passkey. Resolves with the recovery codes, if it is the first factor.
   * @throws {CollabSphereError} `passkey_cancelled`, `passkey_already_registered`, `step_up_required` and others
   */
  async add(name?: string, { signal }: { signal?: AbortSignal } = {}): Promise<Schemas['RegisteredPasskey']> {
    const { challenge_id, creation_options } = await this.api.POST('/api/passkeys/challenge', {
      body: { purpose: 'register' },
      signal,
    });
    const attestation = await createPasskey(creation_options ?? {}, signal);
    const answer = await this.api.POST('/api/passkeys', { body: { challenge_id, attestation, name } });
    await renewTokens(this.session);
    return answer;
  }

  rename(id: string, name: string): Promise<Schemas['Passkey']> {
    return this.api.PATCH('/api/passkeys/{id}', { params: { path: { id } }, body: { name } });
  }

  remove(id: string): Promise<void> {
    return this.api.DELETE('/api/passkeys/{id}', { params: { path: { id } } });
  }
}

/** Tokens from before a factor was set say that the session has proved one factor only. */
async function renewTokens(session: Session): Promise<void> {
  // Should it fail, the next refresh does the same.
  await session.refresh(session.current()?.access).catch(() => undefined);
}
