import { FrameBatch } from './frame-batch';

describe('FrameBatch', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const open = () => {
    const sent: string[] = [];
    return { sent, batch: new FrameBatch((frames) => sent.push(frames.toString())) };
  };

  it('sends a single frame at once', () => {
    const { sent, batch } = open();
    batch.add(Buffer.from('a'));
    expect(sent).toEqual(['a']);
    jest.advanceTimersByTime(1000);
    batch.add(Buffer.from('b'));
    expect(sent).toEqual(['a', 'b']);
  });

  it('sends the frames of a burst together, in order, and each once', () => {
    const { sent, batch } = open();
    for (const frame of 'abcd') batch.add(Buffer.from(frame));
    expect(sent).toEqual(['a']);
    jest.advanceTimersByTime(10);
    expect(sent).toEqual(['a', 'bcd']);
    for (const frame of 'ef') batch.add(Buffer.from(frame));
    expect(sent).toEqual(['a', 'bcd']);
    jest.advanceTimersByTime(10);
    expect(sent).toEqual(['a', 'bcd', 'ef']);
    jest.advanceTimersByTime(1000);
    expect(sent).toEqual(['a', 'bcd', 'ef']);
  });

  it('sends what waits before a stream begins or ends', () => {
    const { sent, batch } = open();
    for (const frame of 'abc') batch.add(Buffer.from(frame));
    batch.flush();
    expect(sent).toEqual(['a', 'bc']);
    batch.flush();
    expect(sent).toEqual(['a', 'bc']);
  });
});
