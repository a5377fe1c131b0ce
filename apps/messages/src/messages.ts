import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

export interface Message {
  id: string;
  author_id: string;
  text: string;
  /** RFC 3339. */
  at: string;
  pinned: boolean;
}

/** Older ones fall out: they live in memory only. */
const MAX_MESSAGES = 10_000;

@Injectable()
export class Messages {
  private readonly messages = new Map<string, Message>();
  /** Each new one, for who listens. */
  readonly added = new Subject<Message>();

  /** The newest first. */
  list(limit: number): Message[] {
    return [...this.messages.values()].slice(-limit).reverse();
  }

  find(id: string): Message | undefined {
    return this.messages.get(id);
  }

  add(authorId: string, text: string): Message {
    const message = { id: randomUUID(), author_id: authorId, text, at: new Date().toISOString(), pinned: false };
    this.messages.set(message.id, message);
    if (this.messages.size > MAX_MESSAGES) this.messages.delete(this.messages.keys().next().value!);
    this.added.next(message);
    return message;
  }

  pin(message: Message): Message {
    message.pinned = true;
    return message;
  }

  remove({ id }: Message): void {
    this.messages.delete(id);
  }
}
