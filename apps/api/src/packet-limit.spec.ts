import { EventEmitter } from 'node:events';
import { limitPackets, PacketTokenBucket, type Transport } from './packet-limit';

let now: number;
beforeEach(() => (now = 0));

describe('PacketBudget', () => {
  const takes = (budget: PacketTokenBucket, count: number, bytes = 10) =>
    Array.from({ length: count }, () => budget.tryConsume(bytes)).filter(Boolean).length;

  it('has room for 100 packets at once, and 40 a second from then on', () => {
    const budget = new PacketTokenBucket(() => now);
    expect(takes(budget, 200)).toBe(100);
    for (let seconds = 0; seconds < 5; seconds++) {
      now += 1000;
      expect(takes(new PacketTokenBucket(() => now), 200)).toBe(100);
    }
  });

  it('never runs out for who sends 20 in a second, all at once', () => {
    const budget = new PacketTokenBucket(() => now);
    for (let seconds = 0; seconds < 60; seconds++) {
      expect(takes(budget, 21)).toBe(21);
      now += 1000;
    }
  });

  it('counts large packets for more', () => {
    expect(takes(new PacketTokenBucket(() => now), 200, 65_536)).toBe(5);
    expect(takes(new PacketTokenBucket(() => now), 200, 4095)).toBe(100);
  });
});

describe('limitPackets', () => {
  function transportOf(socket?: Transport['socket']) {
    const [onFlood, onPacket, onError] = [jest.fn(), jest.fn(), jest.fn()];
    const transport: Transport = Object.assign(new EventEmitter(), { socket, onPacket });
    limitPackets(transport, onFlood, new PacketTokenBucket(() => now));
    return { transport, onFlood, onPacket, onError };
  }

  it('drops every packet after the first one over the limit, and reports the flood once', () => {
    const { transport, onFlood, onPacket, onError } = transportOf();
    transport.once('error', onError);
    for (let n = 0; n < 500; n++) transport.onPacket({ data: '0/x,' });
    expect(onPacket).toHaveBeenCalledTimes(100);
    expect(onFlood).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it('terminates the WebSocket, also before it is accepted, for its own pings too', () => {
    for (const frame of ['ping', 'pong']) {
      const socket = Object.assign(new EventEmitter(), { terminate: jest.fn() });
      const { onFlood } = transportOf(socket);
      for (let n = 0; n < 200; n++) socket.emit(frame, Buffer.alloc(0));
      expect(socket.terminate).toHaveBeenCalledTimes(1);
      expect(onFlood).toHaveBeenCalledTimes(1);
    }
  });
});
