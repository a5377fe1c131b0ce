import type { AuthorizationEvent, AuthorizationSnapshot, StreamHeartbeat, SigningKeySet } from '#auth';

/**
 * Server-Sent Events as bytes: each is serialized once for all readers. JSON has no line breaks, so the data is always
 * one line.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventFrame(event: AuthorizationEvent, expiresAt: number): Buffer {
  // PostgreSQL writes `+00:00`, and leaves out milliseconds that are 0.
  const [at, expires_at] = [new Date(event.at).toISOString(), new Date(expiresAt).toISOString()];
  const data = { ...event, at, expires_at };
  return Buffer.from(`event: ${event.type}\nid: ${event.seq}\ndata: ${JSON.stringify(data)}\n\n`);
}

export const signingKeysFrame = (keys: SigningKeySet): Buffer =>
  Buffer.from(`event: signing-keys-changed\ndata: ${JSON.stringify(keys)}\n\n`);

export const heartbeatFrame = (heartbeat: Required<StreamHeartbeat>): Buffer =>
  Buffer.from(`event: heartbeat\ndata: ${JSON.stringify(heartbeat)}\n\n`);

export type ReconnectReason = 'token_expired' | 'token_revoked' | 'shutdown';

/** The last frame of a stream; the reader reconnects, with a new token if this one has expired. */
export const reconnectFrame = (reason: ReconnectReason): Buffer =>
  Buffer.from(`event: reconnect\ndata: ${JSON.stringify({ reason })}\n\n`);

/** The snapshot without its head, which differs between readers. */
export const snapshotBody = (snapshot: AuthorizationSnapshot & SigningKeySet): Buffer =>
  Buffer.from(`${JSON.stringify(snapshot).slice(1)}\n\n`);

export const snapshotHead = (heartbeat: Required<StreamHeartbeat>): Buffer =>
  Buffer.from(`event: snapshot\ndata: ${JSON.stringify(heartbeat).slice(0, -1)},`);
