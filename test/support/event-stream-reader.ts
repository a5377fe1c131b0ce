import { createParser } from 'eventsource-parser';
import { waitFor } from './wait-for';

export interface ReadEvent {
  type?: string;
  id?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at whatever came
  data: any;
}

/** Follows `GET /api/authorization/events`, and keeps what comes. */
export class EventStreamReader {
  readonly events: ReadEvent[] = [];
  hasEnded = false;
  private readonly closing = new AbortController();

  private constructor(readonly headers: Headers) {}

  /** Resolves when the snapshot is there. */
  static async open(url: string, token: string): Promise<EventStreamReader> {
    const closing = new AbortController();
    const answer = await fetch(new URL('/api/authorization/events', url), {
      headers: { authorization: `Bearer ${token}` },
      signal: closing.signal,
    });
    if (!answer.ok) throw new Error(`the stream answered ${answer.status}: ${await answer.text()}`);
    const reader = new EventStreamReader(answer.headers);
    reader.closing.signal.addEventListener('abort', () => closing.abort());
    void reader.read(answer.body!);
    await reader.next('snapshot');
    return reader;
  }

  get snapshot() {
    return this.events[0]!.data;
  }

  /** The first event of a type, about what is asked for; waits for it. */
  next(type: string, about: (data: ReadEvent['data']) => boolean = () => true, within?: number): Promise<ReadEvent> {
    const find = () => this.events.find((event) => event.type === type && about(event.data));
    return waitFor(find, `an event ${type}; there are: ${this.events.map((event) => event.type).join(', ')}`, within);
  }

  ended(): Promise<boolean> {
    return waitFor(() => this.hasEnded, 'the stream has ended');
  }

  close(): void {
    this.closing.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({
      onEvent: ({ event, id, data }) => this.events.push({ type: event, id, data: JSON.parse(data) }),
    });
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
    } catch {
      // Cut, by the one side or the other.
    }
    this.hasEnded = true;
  }
}
