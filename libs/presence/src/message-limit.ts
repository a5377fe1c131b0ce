import type { Socket } from 'socket.io';
import { presenceProblems } from './presence.errors';

const MAX_MESSAGES = 20;
const WINDOW_MS = 1000;

interface MessageWindow {
  windowStart: number;
  messages: number;
}

/**
 * Counts every message, known or not. Above 20 per second the client gets an event and is disconnected.
 * @param language of the handshake
 */
export function limitMessages(socket: Socket, language: string, now = () => performance.now()): void {
  const window: MessageWindow = { windowStart: -WINDOW_MS, messages: 0 };
  socket.use((_message, next) => {
    if (countMessage(window, now())) return next();
    const { detail } = presenceProblems.too_many_messages().bodyIn(language);
    socket.emit('too_many_messages', { detail });
    socket.disconnect(true);
  });
}

function countMessage(window: MessageWindow, now: number): boolean {
  if (now - window.windowStart >= WINDOW_MS) {
    window.windowStart = now;
    window.messages = 0;
  }
  return ++window.messages <= MAX_MESSAGES;
}
