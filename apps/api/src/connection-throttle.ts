import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const BATCH_SIZE = 4;
const TICK_MS = 1;
/** A turn of the event loop that takes longer is a late one. */
const LATE_MS = 6;
/** Under constant load a connection is accepted after this time nevertheless. */
const MAX_DELAY_MS = 100;

/**
 * Where new connections wait while the event loop is late: who comes back in a storm of reconnects can wait a moment,
 * the requests of those who are there can not.
 */
export class ConnectionThrottle {
  private readonly queue: { socket: Socket; accept: () => void }[] = [];
  private isProcessing = false;

  /** @param measureTurn how many milliseconds the event loop takes to come round */
  constructor(private readonly measureTurn = measureEventLoopTurn) {}

  /** Lets the connection in, in its turn, unless it is gone by then. */
  enqueue(socket: Socket, accept: () => void): void {
    // It has no other error listener yet, and an unhandled error event ends the process.
    socket.on('error', ignore);
    this.queue.push({ socket, accept: accept });
    if (!this.isProcessing) void this.process();
  }

  private async process(): Promise<void> {
    this.isProcessing = true;
    while (this.queue.length > 0) {
      await this.untilResponsive();
      for (const { socket, accept: letIn } of this.queue.splice(0, BATCH_SIZE)) {
        // Its error may be yet to come.
        if (socket.destroyed) continue;
        socket.off('error', ignore);
        letIn();
      }
    }
    this.isProcessing = false;
  }

  private async untilResponsive(): Promise<void> {
    for (let waited = 0; waited < MAX_DELAY_MS;) {
      const duration = await this.measureTurn();
      if (duration < LATE_MS) return;
      waited += duration;
    }
  }
}

async function measureEventLoopTurn(): Promise<number> {
  const start = performance.now();
  await sleep(TICK_MS);
  return performance.now() - start;
}

const ignore = () => undefined;
