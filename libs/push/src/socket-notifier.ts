import { randomUUID } from 'node:crypto';
import { LiveSockets } from '#auth';
import { DatabaseListener } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What a client gets as the event `notification`. */
export interface SocketNotification {
  id: string;
  kind: string;
  title: string;
  body: string;
  data: Record<string, string>;
  /** To be shown without sound. */
  silent: boolean;
  sent_at: string;
}

interface DeliveryRequest {
  /** By which the receipts are known. */
  call: string;
  user_id: string;
  notification: SocketNotification;
  except: string[];
}

interface Receipt {
  call: string;
  sockets: number;
}

const REQUEST_CHANNEL = 'socket_notifications';
const RECEIPT_CHANNEL = 'socket_receipts';
/** NOTIFY takes less than 8,000 bytes. */
const MAX_BYTES = 7900;
/** Processes answer within milliseconds; where none does, a push is sent. */
const RECEIPT_TIMEOUT_MS = 1000;

/**
 * Delivers a notification to the open sockets of a user, on whichever process they are: all are called through
 * PostgreSQL, and those that have a socket answer.
 */
@Injectable()
export class SocketNotifier {
  private readonly waiting = new Map<string, (sockets: number) => void>();

  constructor(
    private readonly sockets: LiveSockets,
    private readonly database: DataSource,
    listener: DatabaseListener,
  ) {
    listener.listen(REQUEST_CHANNEL, (payload) => void this.onRequest(JSON.parse(payload) as DeliveryRequest));
    listener.listen(RECEIPT_CHANNEL, (payload) => this.onReceipt(JSON.parse(payload) as Receipt));
  }

  /**
   * @param except sessions whose sockets are left out
   * @returns how many sockets took it, as far as is known; with none the user's devices get pushes
   */
  async deliver(userId: string, notification: SocketNotification, except: string[]): Promise<number> {
    const call: DeliveryRequest = { call: randomUUID(), user_id: userId, notification, except };
    const payload = JSON.stringify(call);
    if (Buffer.byteLength(payload) > MAX_BYTES) return this.emitLocally(call);
    const answer = new Promise<number>((resolve) => {
      const timer = setTimeout(resolve, RECEIPT_TIMEOUT_MS, 0);
      this.waiting.set(call.call, (sockets) => {
        clearTimeout(timer);
        resolve(sockets);
      });
    });
    try {
      await this.notify(REQUEST_CHANNEL, payload);
      return await answer;
    } finally {
      this.waiting.delete(call.call);
    }
  }

  private async onRequest(call: DeliveryRequest): Promise<void> {
    const sockets = this.emitLocally(call);
    if (sockets === 0) return;
    if (this.waiting.has(call.call)) return this.onReceipt({ call: call.call, sockets });
    // Without a receipt the caller sends pushes as well: twice is better than never.
    await this.notify(RECEIPT_CHANNEL, JSON.stringify({ call: call.call, sockets } satisfies Receipt)).catch(
      () => undefined,
    );
  }

  private emitLocally({ user_id, notification, except }: DeliveryRequest): number {
    return this.sockets.emitTo(user_id, 'notification', notification, new Set(except));
  }

  private onReceipt({ call, sockets }: Receipt): void {
    this.waiting.get(call)?.(sockets);
  }

  private async notify(channel: string, payload: string): Promise<void> {
    await this.database.query('SELECT pg_notify($1, $2)', [channel, payload]);
  }
}
