/** The part of a Socket.IO socket that is used here, so that the library does not depend on Socket.IO. */
export interface SocketLike {
  id: string;
  handshake: { auth: Record<string, unknown> };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the type in Socket.IO
  data: any;
  connected: boolean;
  conn: { once(event: 'close', listener: () => void): unknown; close(): unknown };
  emit(event: string, ...values: unknown[]): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
  disconnect(close: boolean): unknown;
}
