import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type EngineConnection, PendingConnections } from './pending-connections';

const ADDRESS = '192.0.2.1';

/** Requests of one TCP connection that is kept alive. */
function requestsOf(socket: EventEmitter, count: number): IncomingMessage[] {
  return Array.from({ length: count }, () => ({ socket }) as unknown as IncomingMessage);
}

const connectionOf = (request: IncomingMessage) =>
  Object.assign(new EventEmitter(), { request, close: jest.fn() }) as EngineConnection;

describe('PendingConnections', () => {
  it('leaves nothing on a TCP connection whose requests were refused, or joined', () => {
    const pending = new PendingConnections(10, 1000);
    const socket = new EventEmitter();
    for (const [n, request] of requestsOf(socket, 20).entries()) {
      expect(pending.tryAdd(request, ADDRESS)).toBe(true);
      const connection = connectionOf(request);
      if (n % 2) pending.onRefused(request);
      else {
        pending.onConnected(connection);
        pending.onJoined(connection);
      }
    }
    expect(socket.listenerCount('close')).toBe(0);
    expect(pending.size).toBe(0);
  });

  it('has room again when the TCP connection closes before there is a connection of Engine.IO', () => {
    const pending = new PendingConnections(2, 1000);
    const socket = new EventEmitter();
    const [first, second, third] = requestsOf(socket, 3) as [IncomingMessage, IncomingMessage, IncomingMessage];
    expect([first, second, third].map((request) => pending.tryAdd(request, ADDRESS))).toEqual([true, true, false]);
    socket.emit('close');
    expect(pending.size).toBe(0);
    expect(pending.tryAdd(third, ADDRESS)).toBe(true);
  });
});
