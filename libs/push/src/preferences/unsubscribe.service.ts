import { createHmac, timingSafeEqual } from 'node:crypto';
import { type RequestMetadata, SecretBox, Settings } from '#platform';
import { type User, UsersService } from '#users';
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

  /** The language of the user of the link; nothing where the link is not valid. */
  async findLocale(token: string): Promise<string | null | undefined> {
    return (await this.find(token))?.user.locale;
  }

  /** Doing it twice does no harm. @throws {Problem} 400 `invalid_link` */
  async unsubscribe(token: string, metadata: RequestMetadata): Promise<NotificationKind> {
    const found = await this.find(token);
    if (!found) throw pushProblems.invalid_link();
    const { user, kind } = found;
    await this.preferences.edit({ userId: user.id }, { kinds: { [kind]: { mail: false } } }, metadata);
    return kind;
  }

  private async find(token: string): Promise<{ user: User; kind: NotificationKind } | undefined> {
    const verified = this.verify(token);
    const [user] = verified ? await this.users.findByIds([verified.userId]) : [];
    return verified && user && { user, kind: verified.kind };
  }

  private verify(token: string): { userId: string; kind: NotificationKind } | undefined {
    const [userId = '', kind = '', mac = ''] = token.split('.');
    const known = notificationKinds.find((name) => name === kind && name !== 'security');
    const [sent, own] = [Buffer.from(mac, 'base64url'), this.mac(userId, kind)];
    if (!known || sent.length !== own.length || !timingSafeEqual(sent, own)) return undefined;
    return { userId, kind: known };
  }

  private mac(userId: string, kind: string): Buffer {
    return createHmac('sha256', this.secrets.key(PURPOSE)).update(`${userId}.${kind}`).digest();
  }
}
