import { databaseClock } from '#platform';
import type { PushMessage, Urgency } from './push-provider';

/** Apple knows two: now (10), or when it suits the battery (5). */
const applePriority = (urgent: boolean) => (urgent ? '10' : '5');
const isUrgent = (urgency: Urgency) => urgency === 'high' || urgency === 'normal';

/**
 * A message of FCM HTTP v1. A duplicate replaces its first copy on the screen by `tag` and `apns-collapse-id`. Android's
 * `collapse_key` goes along only where the sender wants notifications to replace each other: of other keys FCM keeps
 * four for a device that is not connected, and drops the rest.
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
 */
export function fcmMessage(token: string, message: PushMessage, now = databaseClock.now()): object {
  const { id, kind, title, body, data, urgency, silent, ttl, topic, hasCollapseKey } = message;
  const urgent = isUrgent(urgency) && !silent;
  return {
    token,
    notification: { title, body },
    data: { ...data, notification_id: id, kind },
    android: {
      priority: urgent ? 'HIGH' : 'NORMAL',
      ttl: `${ttl}s`,
      ...(hasCollapseKey && { collapse_key: topic }),
      notification: {
        tag: topic,
        ...(silent && { notification_priority: 'PRIORITY_LOW' }),
        ...(!silent && { default_sound: true }),
      },
    },
    apns: {
      headers: {
        'apns-priority': applePriority(urgent),
        'apns-expiration': String(Math.floor(now / 1000) + ttl),
        'apns-collapse-id': topic,
      },
      payload: { aps: silent ? { 'interruption-level': 'passive' } : { sound: 'default' } },
    },
    webpush: {
      headers: { TTL: String(ttl), Urgency: silent ? 'low' : urgency, Topic: topic },
      notification: { tag: topic },
    },
  };
}
