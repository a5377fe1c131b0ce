import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto';
import { claimsOf } from '../jwt';
import { decryptPush } from './decrypt-push';
import { type Call, postServer, ProviderServer, type Reply, type ShownNotification } from './provider-server';

interface Browser {
  ecdh: ECDH;
  auth: Buffer;
}

export interface SubscriptionJson {
  endpoint: string;
  expirationTime: null;
  keys: { p256dh: string; auth: string };
}

const DAY = 86_400;

/** A push service as browsers have one, and the browsers: checks who sends (RFC 8292), and decrypts (RFC 8291). */
export class WebPushService extends ProviderServer {
  private readonly browsers = new Map<string, Browser>();
  /** The key that the browsers subscribed with; others are refused, as RFC 8292 §4.2 has it. */
  applicationServerKey?: string;

  static async open(): Promise<WebPushService> {
    const server = postServer((call) => service.handle(call));
    const service = new WebPushService(server);
    await ProviderServer.listen(server);
    return service;
  }

  /** What `pushManager.subscribe()` gives in a new browser. */
  subscribe(): SubscriptionJson {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    const endpoint = `${this.origin}/wpush/${randomBytes(12).toString('base64url')}`;
    this.browsers.set(endpoint, { ecdh, auth: randomBytes(16) });
    return this.subscriptionAt(endpoint);
  }

  /** The same browser returns it again, whichever user is signed in there. */
  subscriptionAt(endpoint: string): SubscriptionJson {
    const { ecdh, auth } = this.browsers.get(endpoint)!;
    const keys = { p256dh: ecdh.getPublicKey('base64url'), auth: auth.toString('base64url') };
    return { endpoint, expirationTime: null, keys };
  }

  protected accepted(): Reply {
    return { status: 201, headers: { location: `${this.origin}/message/1` } };
  }

  private handle(call: Call): Promise<Reply> {
    const to = `${this.origin}${call.path}`;
    return this.answer(call, to, () => this.take(call, to));
  }

  private take({ headers, body, at }: Call, to: string): ShownNotification | Reply {
    const browser = this.browsers.get(to);
    if (!browser) return { status: 404 };
    const fault = this.vapidFault(headers.authorization) ?? headerFault(headers);
    if (fault) return { status: 400, body: fault };
    const plain = JSON.parse(decryptPush(body, browser.ecdh, browser.auth).toString('utf8'));
    if (plain.tag !== headers.topic) return { status: 400, body: 'tag and topic differ' };
    return { to, headers, at, ...plain };
  }

  /** @see RFC 8292 §2, §3 */
  private vapidFault(authorization = ''): string | undefined {
    const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
    if (!token || !key) return 'no vapid';
    if (this.applicationServerKey && key !== this.applicationServerKey) return 'another key than was subscribed with';
    const point = Buffer.from(key, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: half(point, 1), y: half(point, 33) };
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const data = Buffer.from(`${header}.${payload}`);
    const signer = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
    if (!verify('sha256', data, signer, Buffer.from(signature, 'base64url'))) return 'bad signature';
    const { aud, exp, sub } = claimsOf(token);
    const now = Date.now() / 1000;
    if (aud !== this.origin) return `aud is ${aud}`;
    if (!(exp > now && exp <= now + DAY)) return `exp is ${exp}`;
    return /^(mailto:.+@.+|https:\/\/.+)$/.test(sub) ? undefined : `sub is ${sub}`;
  }
}

const half = (point: Buffer, from: number) => point.subarray(from, from + 32).toString('base64url');

/** @see RFC 8030 §5 */
function headerFault(headers: Call['headers']): string | undefined {
  if (headers['content-encoding'] !== 'aes128gcm') return 'not aes128gcm';
  if (!/^\d+$/.test(String(headers.ttl))) return 'no TTL';
  if (!/^(very-low|low|normal|high)$/.test(String(headers.urgency))) return 'no urgency';
  return /^[\w-]{1,32}$/.test(String(headers.topic)) ? undefined : 'no topic';
}
