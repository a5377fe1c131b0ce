import { RemoteClock } from './remote-clock';

describe('RemoteClock', () => {
  const serverAhead = 1_000_000;
  let local: number;
  let clock: RemoteClock;

  beforeEach(() => {
    local = 5000;
    clock = new RemoteClock(() => local);
  });

  /** The server is asked, and reads its clock after `there` of `there + back` milliseconds. */
  function ask(there: number, back: number, ahead = serverAhead): void {
    const sentAt = local;
    const time = local + there + ahead;
    local += there + back;
    clock.synchronize(time, sentAt);
  }
  const fault = () => clock.now() - (local + serverAhead);

  it('is the time of this machine until the server was asked', () => {
    expect(Math.abs(new RemoteClock().now() - Date.now())).toBeLessThan(60_000);
  });

  it('is the time of the server to half of what asking takes', () => {
    ask(30, 10);
    expect(fault()).toBe(10);
    ask(1, 1);
    expect(fault()).toBe(0);
  });

  it('is not made worse by an answer that took longer', () => {
    ask(1, 1);
    local += 3000;
    ask(400, 0);
    expect(fault()).toBe(0);
  });

  it('follows a server whose clock was set, and another server', () => {
    ask(1, 1);
    local += 3000;
    ask(40, 40, serverAhead + 9000);
    expect(fault()).toBe(9000);
  });

  it('follows a slow drift', () => {
    ask(1, 1);
    for (let seconds = 0; seconds < 600; seconds += 3) {
      local += 3000;
      ask(2, 2, serverAhead + seconds / 20);
    }
    expect(Math.abs(fault() - 30)).toBeLessThan(8);
  });
});
