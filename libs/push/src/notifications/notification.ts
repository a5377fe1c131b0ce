import type { NotificationKind } from '../preferences/preferences';
import type { Urgency } from '../providers/push-provider';

/** A notification as its sender gives it. */
export interface NewNotification {
  /** Client id of a service, or this service itself. */
  sender: string;
  kind: NotificationKind;
  title: string;
  body: string;
  data: Record<string, string>;
  urgency: Urgency;
  /** Seconds until it expires. */
  ttl: number;
  /** Of several with the same key, a device that was offline shows the last. */
  collapseKey?: string;
  onlyIfOffline: boolean;
}

export interface Notification extends NewNotification {
  id: string;
  createdAt: Date;
  expiresAt: Date;
}
