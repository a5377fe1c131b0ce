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

/** Result of one attempt. */
export type SendResult =
  | { outcome: 'sent' }
  /** The address is invalid now, or always was. */
  | { outcome: 'gone'; answer: string }
  /** This message will never be taken. */
  | { outcome: 'rejected'; answer: string }
  /** `retryAfter` as the provider asked for it, in seconds. */
  | { outcome: 'later'; answer: string; retryAfter?: number };

/** Sends messages to devices. */
export interface PushProvider {
  /** Whether its settings are there. */
  readonly isConfigured: boolean;
  /** The server that it calls for this address: a `Retry-After` for one address holds for all of the server. */
  serverOf(address: PushAddress): string;
  /** Never throws for what the provider or the network does. */
  send(address: PushAddress, message: PushMessage): Promise<SendResult>;
}
