import type { AuthException } from '../auth.errors';
import type { LiveSockets } from './live-sockets';
import type { SocketLike } from './socket-like';

/**
 * Socket.IO middleware: `server.use(authenticateSocket(sockets))` in a gateway's `afterInit`. A client sends its token
 * as `auth: { token }` (never in the URL). A refused client gets `connect_error` with the problem in `data`.
 */
export const authenticateSocket =
  (sockets: LiveSockets) =>
  (socket: SocketLike, next: (error?: Error) => void): void => {
    sockets.authenticate(socket).then(
      () => next(),
      (error: AuthException) => next(Object.assign(new Error(error.message), { data: error.getResponse() })),
    );
  };
