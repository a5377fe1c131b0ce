import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nothing more comes after this. */
const QUIET_MS = 700;

/**
 * What is written by hand, in parts that come one after the other, and all that comes back: until the service closes
 * the connection, or nothing more comes.
 */
export async function rawResponse(url: string, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  const over = new Promise<void>((resolve) => {
    socket.once('close', resolve);
    socket.once('data', () => socket.setTimeout(QUIET_MS, resolve));
    socket.setTimeout(10_000, resolve);
  });
  for (const part of parts) {
    socket.write(part);
    await sleep(50);
  }
  await over;
  socket.destroy();
  return answer;
}
