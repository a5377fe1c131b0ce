import { Settings } from '#platform';
import type { PushAddress } from '#sessions';
import { Injectable } from '@nestjs/common';
import { FcmCredentials } from './fcm-credentials';
import { fcmMessage } from './fcm-message';
import { summarizeResponse, post, type PostResponse, retryLater } from './http-post';
import type { SendResult, PushMessage, PushProvider } from './push-provider';

/** Of the details of an error, what is read. @see https://firebase.google.com/docs/cloud-messaging/error-codes */
interface FcmError {
  error?: { message?: string; details?: { errorCode?: string; fieldViolations?: { field?: string }[] }[] };
}

/** Firebase Cloud Messaging, HTTP v1. Without a service account it is not configured, and nothing is sent by it. */
@Injectable()
export class FcmProvider implements PushProvider {
  readonly isConfigured: boolean;
  private readonly url: string;

  constructor(
    private readonly credentials: FcmCredentials,
    private readonly settings: Settings,
  ) {
    const account = settings.FCM_SERVICE_ACCOUNT;
    this.isConfigured = account !== undefined;
    this.url = `${settings.FCM_ENDPOINT}/v1/projects/${encodeURIComponent(account?.project_id ?? '')}/messages:send`;
  }

  serverOf(): string {
    return this.settings.FCM_ENDPOINT;
  }

  async send({ token: address }: PushAddress, message: PushMessage): Promise<SendResult> {
    try {
      const token = await this.credentials.token();
      const posted = await post(this.url, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ message: fcmMessage(address, message) }),
      });
      if (posted.status === 401) this.credentials.invalidate(token);
      return resultOf(posted);
    } catch (error) {
      return retryLater(error);
    }
  }
}

function resultOf({ status, retryAfter, body }: PostResponse): SendResult {
  if (status === 200) return { outcome: 'sent' };
  const { code, message, blamesToken } = errorOf(body);
  const answer = summarizeResponse(status, code ?? message);
  // A 404 that is not FCM's own means a wrong endpoint, not an invalid token.
  const wrongEndpoint = status === 404 && code === undefined && !message;
  if (status === 429 || status >= 500 || status === 401 || wrongEndpoint)
    return { outcome: 'later', answer, retryAfter };
  // SENDER_ID_MISMATCH: the app belongs to another project, so this token will never do.
  const gone = status === 404 || code === 'UNREGISTERED' || code === 'SENDER_ID_MISMATCH' || blamesToken;
  return { outcome: gone ? 'gone' : 'rejected', answer };
}

function errorOf(body: string): { code?: string; message?: string; blamesToken: boolean } {
  const { message = '', details = [] } = parsed(body).error ?? {};
  const code = details.find(({ errorCode }) => errorCode)?.errorCode;
  const fields = details.flatMap(({ fieldViolations = [] }) => fieldViolations.map(({ field }) => field));
  // INVALID_ARGUMENT means a malformed message too: only one about the token means that the token is invalid.
  const blamesToken = fields.includes('message.token') || /not a valid FCM registration token/i.test(message);
  return { code, message, blamesToken: code === 'INVALID_ARGUMENT' && blamesToken };
}

function parsed(body: string): FcmError {
  try {
    return (JSON.parse(body) ?? {}) as FcmError;
  } catch {
    return {};
  }
}
