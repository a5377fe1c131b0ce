import type { NotificationKind } from '../preferences/preferences';
import type { Urgency } from '../providers/push-provider';

/** What somebody wants people to be told. */
export interface NewNotification {
  /** Client id of a service, or this service itself. */
  sender: string;
  kind: NotificationKind;
  title: string;
  body: string;
  data: Record<string, string>;
  urgency: Urgency;
  /** Seconds that it is worth something. */
  ttl: number;
  /** Of those with the same one, a device that was away shows the last. */
  collapseKey?: string;
  onlyIfOffline: boolean;
}

export interface Notification extends NewNotification {
  id: string;
  createdAt: Date;
  expiresAt: Date;
}
