import { generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import { claimsOf, headerOf } from '../jwt';
import { type Call, postServer, ProviderServer, type Reply, type ShownNotification } from './provider-server';

const PROJECT = 'collabsphere-test';
const EMAIL = `push@${PROJECT}.iam.gserviceaccount.com`;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Firebase Cloud Messaging, HTTP v1, and Google's token endpoint. */
export class FcmService extends ProviderServer {
  private readonly unregistered = new Set<string>();
  private tokens = new Set<string>();
  /** How often a token was asked for. */
  tokensIssued = 0;
  /** Seconds that a token lives. */
  tokenLife = 3600;

  static async open(): Promise<FcmService> {
    const server = postServer((call) => service.handle(call));
    const service = new FcmService(server);
    await ProviderServer.listen(server);
    return service;
  }

  /** What makes the service use it. */
  get env(): Record<string, string> {
    return {
      FCM_ENDPOINT: this.origin,
      FCM_SERVICE_ACCOUNT: JSON.stringify({
        type: 'service_account',
        project_id: PROJECT,
        client_email: EMAIL,
        private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
        token_uri: `${this.origin}/token`,
      }),
    };
  }

  /** The app was removed from that phone. */
  unregister(token: string): void {
    this.unregistered.add(token);
  }

  /** Google forgets the tokens that it gave out. */
  revokeTokens(): void {
    this.tokens.clear();
  }

  protected accepted(): Reply {
    return { status: 200, body: { name: `projects/${PROJECT}/messages/${randomUUID()}` } };
  }

  private async handle(call: Call): Promise<Reply> {
    if (call.path === '/token') return this.issue(call);
    if (call.path !== `/v1/projects/${PROJECT}/messages:send`) return { status: 404, body: '<html>Not found</html>' };
    const message = JSON.parse(call.body.toString('utf8')).message;
    return this.answer(call, message.token, () => this.take(call, message));
  }

  /** @see RFC 7523 §3 */
  private issue({ headers, body }: Call): Reply {
    const form = new URLSearchParams(body.toString('utf8'));
    const assertion = form.get('assertion') ?? '';
    const [header, payload, signature] = assertion.split('.') as [string, string, string];
    const signed = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      publicKey,
      Buffer.from(signature, 'base64url'),
    );
    const { iss, aud, scope, iat, exp } = claimsOf(assertion);
    const sound =
      headers['content-type'] === 'application/x-www-form-urlencoded' &&
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
      headerOf(assertion).alg === 'RS256' &&
      iss === EMAIL &&
      aud === `${this.origin}/token` &&
      scope === 'https://www.googleapis.com/auth/firebase.messaging' &&
      exp - iat <= 3600 &&
      exp > Date.now() / 1000;
    if (!signed || !sound) return { status: 400, body: { error: 'invalid_grant' } };
    const token = `ya29.${randomUUID()}`;
    this.tokens.add(token);
    this.tokensIssued++;
    return { status: 200, body: { access_token: token, expires_in: this.tokenLife, token_type: 'Bearer' } };
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever came
  private take({ headers, at }: Call, message: any): ShownNotification | Reply {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if (!this.tokens.has(bearer)) return fcmError(401, 'UNAUTHENTICATED', 'THIRD_PARTY_AUTH_ERROR');
    if (this.unregistered.has(message.token)) return fcmError(404, 'NOT_FOUND', 'UNREGISTERED');
    if (!Object.values(message.data).every((value) => typeof value === 'string'))
      return fcmError(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT');
    const { notification_id: id, kind, ...data } = message.data;
    const tag = message.android.notification.tag;
    return { to: message.token, id, kind, data, tag, headers: { ...headers, message }, at, ...message.notification };
  }
}

/** As FCM says no. */
export function fcmError(status: number, reason: string, errorCode: string, message = 'No.'): Reply {
  const details = [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }];
  return { status, body: { error: { code: status, message, status: reason, details } } };
}
