import { isPublicUrl, Settings } from '#platform';
import { type PushAddress, PushAddressMapper } from '#sessions';
import { Injectable } from '@nestjs/common';
import { summarizeResponse, post, type PostResponse, retryLater } from './http-post';
import type { SendResult, PushMessage, PushProvider } from './push-provider';
import { WebPushKeys } from './web-push-keys';

/** Browsers' push services. @see RFC 8030 (the protocol), RFC 8291 (encryption), RFC 8292 (who we are) */
@Injectable()
export class WebPushProvider implements PushProvider {
  readonly isConfigured = true;
  /** Contact for the push service (VAPID `sub`). */
  private readonly subject: string;

  constructor(
    private readonly keys: WebPushKeys,
    private readonly addresses: PushAddressMapper,
    settings: Settings,
  ) {
    this.subject = `mailto:${/<([^>]+)>/.exec(settings.MAIL_FROM)?.[1] ?? settings.MAIL_FROM}`;
  }

  serverOf({ token }: PushAddress): string {
    return new URL(token).origin;
  }

  async send({ token: endpoint, keys }: PushAddress, message: PushMessage): Promise<SendResult> {
    const trusted = this.addresses.isTrustedEndpoint(endpoint);
    // It was allowed when the device registered; the operator has changed the settings since.
    if (!trusted && !isPublicUrl(endpoint)) return { outcome: 'gone', answer: 'endpoint not allowed' };
    const { default: webPush } = await import('web-push');
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: keys! }, payloadOf(message), {
      vapidDetails: { subject: this.subject, ...(await this.keys.get()) },
      contentEncoding: 'aes128gcm',
      TTL: message.ttl,
      urgency: message.silent ? 'low' : message.urgency,
      topic: message.topic,
    });
    try {
      return resultOf(await post(endpoint, { headers, body, outside: !trusted }));
    } catch (error) {
      return retryLater(error);
    }
  }
}

/** What the service worker gets. */
function payloadOf({ id, kind, title, body, data, silent, topic }: PushMessage): string {
  return JSON.stringify({ id, kind, title, body, data, silent, tag: topic });
}

/** @see RFC 8030 §5, §7.3 */
function resultOf({ status, retryAfter, body }: PostResponse): SendResult {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const answer = summarizeResponse(status, body);
  if (status === 404 || status === 410) return { outcome: 'gone', answer };
  if (status === 429 || status >= 500) return { outcome: 'later', answer, retryAfter };
  return { outcome: 'rejected', answer };
}
