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

  it('sends more at once the later the process is, up to 100 ms', () => {
    const { sent, batch } = open();
    let late = 0;
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + late);
    batch.add(Buffer.from('a'));
    for (const [delay, window] of [
      [20, 50],
      [1000, 100],
      [0, 10],
    ] as const) {
      batch.add(Buffer.from('b'));
      late += delay;
      jest.runOnlyPendingTimers();
      expect(sent.at(-1)).toBe('b');
      batch.add(Buffer.from('c'));
      jest.advanceTimersByTime(window - 1);
      expect(sent.at(-1)).toBe('b');
      jest.advanceTimersByTime(1);
      expect(sent.at(-1)).toBe('c');
    }
  });
});
