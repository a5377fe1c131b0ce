import type { components } from '../generated/openapi.js';

/** What others see of a user. */
export type PresenceInfo = components['schemas']['Presence'];
export type OwnPresence = components['schemas']['OwnPresence'];
export type StatusEdit = components['schemas']['StatusEdit'];
export type PresenceListener = (presence: PresenceInfo) => void;

/** A notification that came over the socket, since the user is online. */
export interface SocketNotification {
  id: string;
  kind: string;
  title: string;
  body: string;
  data: Record<string, string>;
  silent: boolean;
  sent_at: string;
}

/** Of the service, on each connection. */
export const MAX_WATCHED = 500;

/** The part of a socket of `socket.io-client` that is used. */
export interface PresenceIoSocket {
  connected: boolean;
  /** Whether it reconnects by itself. */
  active: boolean;
  connect(): unknown;
  disconnect(): unknown;
  on(event: string, listener: (...values: never[]) => void): unknown;
  timeout(milliseconds: number): { emitWithAck(event: string, message: object): Promise<unknown> };
}

export type IoFunction = (url: string, options: object) => PresenceIoSocket;

export interface PresenceOptions {
  /** `rest`: no socket, the client polls and sends heartbeats. */
  transport?: 'auto' | 'rest';
  /** `io` of `socket.io-client`, where it can't be loaded by `import()`, such as in React Native. */
  io?: IoFunction;
  /** How others see this device; by default that of `device`, or `web`. */
  deviceType?: 'web' | 'ios' | 'android' | 'desktop';
}

export function unknownPresence(userId: string): PresenceInfo {
  return { user_id: userId, is_online: false, status: 'unknown', text: null, last_seen: null, devices: [] };
}
