import { createHmac, timingSafeEqual } from 'node:crypto';
import { type RequestMetadata, SecretBox, Settings } from '#platform';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { pushProblems } from '../push.errors';
import { type NotificationKind, notificationKinds } from './preferences';
import { PreferencesService } from './preferences.service';

const PURPOSE = 'unsubscribe';

/**
 * Links that end the mails of one kind without a sign-in. They do not expire: what
 * they do is harmless and can be undone.
 * @see RFC 8058
 */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly users: UsersService,
    private readonly secrets: SecretBox,
    private readonly settings: Settings,
  ) {}

  /** Always to this service, never to a frontend: a mail program posts there without showing a page. */
  linkFor(userId: string, kind: NotificationKind): string {
    return `${this.settings.PUBLIC_URL}/unsubscribe/${userId}.${kind}.${this.mac(userId, kind).toString('base64url')}`;
  }

  /** Doing it twice does no harm. @throws {Problem} 400 `invalid_link` */
  async unsubscribe(token: string, metadata: RequestMetadata): Promise<NotificationKind> {
    const { userId, kind } = this.verify(token);
    const [user] = await this.users.findByIds([userId]);
    if (!user) throw pushProblems.invalid_link();
    await this.preferences.edit({ userId }, { kinds: { [kind]: { mail: false } } }, metadata);
    return kind;
  }

  private verify(token: string): { userId: string; kind: NotificationKind } {
    const [userId = '', kind = '', mac = ''] = token.split('.');
    const known = notificationKinds.find((name) => name === kind && name !== 'security');
    const [sent, own] = [Buffer.from(mac, 'base64url'), this.mac(userId, kind)];
    if (!known || sent.length !== own.length || !timingSafeEqual(sent, own)) throw pushProblems.invalid_link();
    return { userId, kind: known };
  }

  private mac(userId: string, kind: string): Buffer {
    return createHmac('sha256', this.secrets.key(PURPOSE)).update(`${userId}.${kind}`).digest();
  }
}
