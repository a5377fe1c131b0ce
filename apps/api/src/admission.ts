import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const AT_ONCE = 4;
const TICK_MS = 1;
/** A turn of the event loop that takes longer is a late one. */
const LATE_MS = 6;
/** Where all are late, somebody comes in nevertheless. */
const PATIENCE_MS = 100;

/**
 * Where new connections wait while the event loop is late: who comes back in a storm of reconnects can wait a moment,
 * the requests of those who are there can not.
 */
export class Admission {
  private readonly waiting: { socket: Socket; letIn: () => void }[] = [];
  private working = false;

  /** @param turn how many milliseconds the event loop takes to come round */
  constructor(private readonly turn = eventLoopTurn) {}

  /** Lets the connection in, in its turn, unless it is gone by then. */
  enter(socket: Socket, letIn: () => void): void {
    // Nobody else listens to it for now, and an error that nobody hears ends the process.
    socket.on('error', ignore);
    this.waiting.push({ socket, letIn });
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.waiting.length > 0) {
      await this.onTime();
      for (const { socket, letIn } of this.waiting.splice(0, AT_ONCE)) {
        // Its error may be yet to come.
        if (socket.destroyed) continue;
        socket.off('error', ignore);
        letIn();
      }
    }
    this.working = false;
  }

  private async onTime(): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS;) {
      const took = await this.turn();
      if (took < LATE_MS) return;
      waited += took;
    }
  }
}

async function eventLoopTurn(): Promise<number> {
  const start = performance.now();
  await sleep(TICK_MS);
  return performance.now() - start;
}

const ignore = () => undefined;
