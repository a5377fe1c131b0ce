import { type CollabSphereError, hasCode, type Problem } from '../errors.js';
import type { components } from '../generated/openapi.js';
import type { Transport } from '../http/transport.js';
import type { TokensAnswer, User } from '../session/session-record.js';
import type { Session } from '../session/session.js';
import type { DeviceTokens } from './device-tokens.js';
import { MfaLogin, type SignedIn } from './mfa-login.js';
import { getPasskey } from './webauthn.js';

type Schemas = components['schemas'];
/** What this client adds itself. */
type Own = 'session' | 'known_device_token' | 'trusted_device_token' | 'challenge_response';

export type LoginInput = Omit<Schemas['Login'], Own>;
export type RegisterInput = Omit<Schemas['Registration'], Own>;
export type LoginResult = SignedIn | { status: 'mfa_required'; mfa: MfaLogin };
/** `confirm_email`: the service does not say whether the address is taken; a mail does. */
export type RegisterResult = SignedIn | { status: 'confirm_email'; message: string };
export type Proof = { password: string } | { totp: string } | { recoveryCode: string } | { passkey: true };

export type Challenge = NonNullable<Problem['challenge']>;
/** Solves the challenge of 403 `challenge_required`, and returns the response. */
export type SolveChallenge = (challenge: Challenge) => Promise<string>;

export interface DeviceInput {
  device_name?: string;
  device_type?: 'web' | 'ios' | 'android' | 'desktop';
  device_token?: string;
}

interface SignInAnswer {
  user: User;
  tokens: TokensAnswer;
  known_device_token?: string;
  trusted_device_token?: string;
}

export interface AuthOptions {
  device?: DeviceInput;
  solveChallenge?: SolveChallenge;
}

/** Signing in and out. */
export class Auth {
  constructor(
    private readonly transport: Transport,
    private readonly session: Session,
    private readonly deviceTokens: DeviceTokens | undefined,
    private readonly options: AuthOptions,
  ) {}

  /** @throws {CollabSphereError} `validation_failed`, `email_taken`, `username_taken` and others */
  async register(input: RegisterInput): Promise<RegisterResult> {
    const answer = await this.signIn('/api/register', { ...this.options.device, ...input });
    return 'tokens' in answer
      ? { status: 'signed_in', user: answer.user }
      : { status: 'confirm_email', message: (answer as { message: string }).message };
  }

  /** @throws {CollabSphereError} `invalid_credentials`, `email_not_verified`, `account_banned`, `too_many_attempts` and others */
  async login(input: LoginInput): Promise<LoginResult> {
    const body = { ...this.options.device, ...(await this.deviceTokens?.of(input.email)), ...input };
    try {
      return await this.passwordLogin(body);
    } catch (error) {
      if (!hasCode(error, 'mfa_required')) throw error;
      const mfa = new MfaLogin(error.problem!, (proof) => this.signedIn('/api/login/mfa', proof));
      return { status: 'mfa_required', mfa };
    }
  }

  /**
   * Signs in with a passkey alone. With `autofill` it waits until the user chooses one in a field with
   * `autocomplete="username webauthn"`; abort it when the page goes.
   * @throws {CollabSphereError} `passkey_cancelled`, `invalid_passkey` and others
   */
  async loginWithPasskey({ autofill, signal }: { autofill?: boolean; signal?: AbortSignal } = {}): Promise<SignedIn> {
    const { challenge_id, options } = await this.transport.json<Schemas['PasskeyChallenge']>(
      'POST',
      '/api/passkeys/challenge',
      { body: {}, signal },
    );
    const assertion = await getPasskey(options, { autofill, signal });
    return this.signedIn('/api/passkeys/login', { ...this.options.device, challenge_id, assertion });
  }

  /** Signs out in all tabs at once. Where the service can't be reached, the request is sent later. */
  async logout(): Promise<void> {
    await this.session.logout();
  }

  /**
   * Proves again who the user is, after `step_up_required`.
   * @throws {CollabSphereError} `validation_failed` for a wrong proof
   */
  async reauthenticate(proof: Proof): Promise<void> {
    const session = await this.session.fresh();
    const body = { ...(await this.proofBody(proof, session?.access)), ...this.mode };
    const send = async () => ({
      tokens: await this.transport.json<TokensAnswer>('POST', '/api/reauthenticate', { body, token: session?.access }),
    });
    await this.session.signIn(send, session);
  }

  private async proofBody(proof: Proof, token: string | undefined): Promise<Schemas['Reauthentication']> {
    if ('password' in proof) return { password: proof.password };
    if ('totp' in proof) return { method: 'totp', code: proof.totp };
    if ('recoveryCode' in proof) return { method: 'recovery_code', code: proof.recoveryCode };
    const { challenge_id, webauthn_options } = await this.transport.json<Schemas['ReauthenticationOptions']>(
      'POST',
      '/api/reauthenticate/options',
      { body: {}, token },
    );
    return { method: 'webauthn', challenge_id, assertion: await getPasskey(webauthn_options) };
  }

  private async passwordLogin(body: object): Promise<SignedIn> {
    try {
      return await this.signedIn('/api/login', body);
    } catch (error) {
      const { solveChallenge } = this.options;
      const challenge = hasCode(error, 'challenge_required') && (error as CollabSphereError).problem?.challenge;
      if (!challenge || !solveChallenge) throw error;
      return this.signedIn('/api/login', { ...body, challenge_response: await solveChallenge(challenge) });
    }
  }

  private async signedIn(path: string, body: object): Promise<SignedIn> {
    const { user } = await this.signIn(path, body);
    return { status: 'signed_in', user };
  }

  private async signIn(path: string, body: object): Promise<SignInAnswer> {
    const answer = await this.session.signIn(() =>
      this.transport.json<SignInAnswer>('POST', path, { body: { ...body, ...this.mode } }),
    );
    if ('tokens' in answer) await this.deviceTokens?.keep(answer);
    return answer;
  }

  private get mode() {
    return this.session.mode === 'cookie' ? { session: 'cookie' as const } : {};
  }
}
