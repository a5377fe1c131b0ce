import type { components } from '../generated/openapi.js';
import type { Problem } from '../errors.js';
import type { User } from '../session/session-record.js';
import { getPasskey } from './webauthn.js';

export type MfaMethod = components['schemas']['MfaLogin']['method'];
type Proof = Pick<components['schemas']['MfaLogin'], 'method' | 'code' | 'assertion' | 'trust_device'>;

export interface SignedIn {
  status: 'signed_in';
  user: User;
}

interface TrustOptions {
  /** The next logins of this user on this device then need no second factor. */
  trustDevice?: boolean;
}

/**
 * The second step of a login. Each call may be repeated after `invalid_code`, as often as `attempts_left` of its `problem`
 * says. After `mfa_token_expired` begin with the password again.
 */
export class MfaLogin {
  readonly methods: MfaMethod[];
  readonly expiresAt: Date;

  constructor(
    private readonly problem: Problem,
    private readonly send: (proof: Proof & { mfa_token: string }) => Promise<SignedIn>,
  ) {
    this.methods = problem.methods ?? [];
    this.expiresAt = new Date(Date.now() + (problem.expires_in ?? 300) * 1000);
  }

  /** The code that the authenticator app shows. */
  withTotp(code: string, options?: TrustOptions): Promise<SignedIn> {
    return this.prove({ method: 'totp', code }, options);
  }

  withRecoveryCode(code: string, options?: TrustOptions): Promise<SignedIn> {
    return this.prove({ method: 'recovery_code', code }, options);
  }

  async withPasskey({ signal, ...options }: TrustOptions & { signal?: AbortSignal } = {}): Promise<SignedIn> {
    const assertion = await getPasskey(this.problem.webauthn_options ?? {}, { signal });
    return this.prove({ method: 'webauthn', assertion }, options);
  }

  private prove(proof: Proof, { trustDevice }: TrustOptions = {}): Promise<SignedIn> {
    return this.send({ ...proof, mfa_token: this.problem.mfa_token!, ...(trustDevice && { trust_device: true }) });
  }
}
