import type { PushAddress } from '#sessions';

export const urgencies = ['very-low', 'low', 'normal', 'high'] as const;
export type Urgency = (typeof urgencies)[number];

/** One notification, as one device gets it. */
export interface PushMessage {
  /** The notification's id: the same at each try, so that a client can drop what it has shown already. */
  id: string;
  kind: string;
  title: string;
  body: string;
  data: Record<string, string>;
  urgency: Urgency;
  /** Shown without sound. */
  silent: boolean;
  /** Seconds that it is still worth something. */
  ttl: number;
  /** What it replaces while that has not been shown: 32 characters of base64url. Without a wish, only itself. */
  topic: string;
  /** Whether the sender wished it, so that it may replace other notifications. */
  hasCollapseKey: boolean;
}

/** What became of a try. */
export type SendResult =
  | { outcome: 'sent' }
  /** The address leads to nobody any more, or never did. */
  | { outcome: 'gone'; answer: string }
  /** This message will never be taken. */
  | { outcome: 'rejected'; answer: string }
  /** `retryAfter` as the provider asked for it, in seconds. */
  | { outcome: 'later'; answer: string; retryAfter?: number };

/** Somebody who brings messages to devices. */
export interface PushProvider {
  /** Whether it can send at all: its settings are there. */
  readonly isConfigured: boolean;
  /** Whom it calls for this address: what one of its addresses is told of load holds for all of them. */
  serverOf(address: PushAddress): string;
  /** Never throws for what the provider or the network does. */
  send(address: PushAddress, message: PushMessage): Promise<SendResult>;
}
