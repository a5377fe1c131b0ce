import { createParser } from 'eventsource-parser';
import { until } from './until';

/* eslint-disable @typescript-eslint/no-explicit-any -- tests look at whatever came */

export interface StreamEvent {
  type: string;
  id?: string;
  data: any;
}

/** A reader of Server-Sent Events. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  ended = false;

  private constructor(
    readonly status: number,
    readonly headers: Headers,
    private readonly stopping: AbortController,
  ) {}

  static async open(url: string, token?: string): Promise<EventStream> {
    const stopping = new AbortController();
    const headers = token ? { authorization: `Bearer ${token}` } : undefined;
    const answer = await fetch(`${url}/api/authorization/events`, { headers, signal: stopping.signal });
    const stream = new EventStream(answer.status, answer.headers, stopping);
    void stream.read(answer.body!);
    return stream;
  }

  of(type: string): StreamEvent[] {
    return this.events.filter((event) => event.type === type);
  }

  /** The first event of the type that has not been there before `after` of them. */
  async next(type: string, after = 0): Promise<StreamEvent> {
    await until(async () => this.of(type).length > after, `an event ${type}`);
    return this.of(type)[after]!;
  }

  close(): void {
    this.stopping.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent: ({ event = 'message', id, data }) => this.events.push({ type: event, id, data: JSON.parse(data) }),
    });
    try {
      for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
    } catch {
      // Cut off: that is an end too.
    }
    this.ended = true;
  }
}
