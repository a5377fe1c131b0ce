import { type Presence, unknownPresence } from '../presence';
import { OrderedWatchers } from './ordered-watchers';

describe('what watchers were told last', () => {
  let shown: OrderedWatchers;
  let told: string[];

  beforeEach(() => {
    [shown, told] = [new OrderedWatchers(), []];
    shown.watch(['ann']);
    shown.onChange(({ status }) => told.push(status));
  });

  const unknown = unknownPresence('ann');
  const is = (status: Presence['status'], version: number) =>
    shown.publish({ ...unknown, status, isOnline: status !== 'offline', version });

  it('is not undone by what is older', () => {
    is('online', 5);
    is('offline', 4);
    is('online', 5);
    is('dnd', 6);
    expect(told).toEqual(['online', 'dnd']);
  });

  it('is unknown while nothing can be told, and known again by whatever comes next', () => {
    is('online', 5);
    shown.publishUnknown();
    shown.publishUnknown();
    is('online', 5);
    expect(told).toEqual(['online', 'unknown', 'online']);
  });

  it('is not unknown when Redis came back empty and has told of the user since', () => {
    is('online', 5);
    is('dnd', 8);
    shown.publishUnknown(7);
    shown.publishUnknown(9);
    expect(told).toEqual(['online', 'dnd', 'unknown']);
  });

  it('stays when a Redis that came back empty was read before it knew the user', () => {
    is('online', 5);
    shown.publishUnknown();
    is('online', 6);
    shown.publish(unknown);
    expect(told).toEqual(['online', 'unknown', 'online']);
  });
});
