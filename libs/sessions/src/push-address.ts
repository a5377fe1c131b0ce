import { isPublicUrl, problems, SecretBox, Settings, msg } from '#platform';
import { Injectable } from '@nestjs/common';
import type { PushEdit } from './push.dto';

export const pushKinds = ['fcm', 'webpush'] as const;
export type PushKind = (typeof pushKinds)[number];

/** Where push notifications of a device are sent. */
export interface PushAddress {
  kind: PushKind;
  /** An FCM token, or the endpoint of a Web Push subscription. */
  token: string;
  /** Encryption keys of a Web Push subscription, in base64url. @see RFC 8291 */
  keys?: { p256dh: string; auth: string };
}

interface PushColumns {
  push_kind: PushKind | null;
  push_token: string | null;
  push_keys: string | null;
}

const PURPOSE = 'push-keys';

/** Maps push addresses from requests, and to and from columns, where the keys are encrypted. */
@Injectable()
export class PushAddressMapper {
  constructor(
    private readonly secrets: SecretBox,
    private readonly settings: Settings,
  ) {}

  /**
   * The address in a request body: `undefined` if it has none, `null` if it removes the address.
   * @throws {Problem} 400 `validation_failed` for an endpoint that must not be called
   */
  fromEdit(edit: { device_token?: string | null; push?: PushEdit | null }): PushAddress | null | undefined {
    const { push, device_token: token } = edit;
    if (!push) return token ? { kind: 'fcm', token } : push === null ? null : token === null ? null : undefined;
    if (push.kind === 'fcm') return { kind: 'fcm', token: push.token! };
    const { endpoint, keys } = push.subscription!;
    if (!this.isTrustedEndpoint(endpoint) && !isPublicUrl(endpoint))
      throw problems.validation_failed({
        errors: [
          {
            field: 'push.subscription.endpoint',
            code: 'endpoint_not_allowed',
            message: msg('faults.endpoint_not_allowed'),
          },
        ],
      });
    return { kind: 'webpush', token: endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
  }

  /** Whether it is of an internal push service that the operator has allowed. */
  isTrustedEndpoint(endpoint: string): boolean {
    return URL.canParse(endpoint) && this.settings.PUSH_TRUSTED_ORIGINS.includes(new URL(endpoint).origin);
  }

  sealKeys(address: PushAddress | null | undefined): string | null {
    return address?.keys ? this.secrets.seal(PURPOSE, JSON.stringify(address.keys)) : null;
  }

  /** @returns `null` if there is none, or its keys can't be decrypted since `SECRET_KEY` was changed */
  fromRow(row: PushColumns): PushAddress | null {
    const { push_kind: kind, push_token: token, push_keys } = row;
    if (kind === null || token === null) return null;
    if (push_keys === null) return { kind, token };
    try {
      return { kind, token, keys: JSON.parse(this.secrets.open(PURPOSE, push_keys)) };
    } catch {
      return null;
    }
  }
}
