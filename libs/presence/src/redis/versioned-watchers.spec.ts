import { type Presence, unknownPresence } from '../presence';
import { VersionedWatchers } from './versioned-watchers';

describe('OrderedWatchers', () => {
  let watchers: VersionedWatchers;
  let published: string[];

  beforeEach(() => {
    [watchers, published] = [new VersionedWatchers(), []];
    watchers.watch(['ann']);
    watchers.onChange(({ status }) => published.push(status));
  });

  const unknown = unknownPresence('ann');
  const publish = (status: Presence['status'], version: number) =>
    watchers.publish({ ...unknown, status, isOnline: status !== 'offline', version });

  it('drops updates older than the last one', () => {
    publish('online', 5);
    publish('offline', 4);
    publish('online', 5);
    publish('dnd', 6);
    expect(published).toEqual(['online', 'dnd']);
  });

  it('publishes unknown, and then any update', () => {
    publish('online', 5);
    watchers.publishUnknown();
    watchers.publishUnknown();
    publish('online', 5);
    expect(published).toEqual(['online', 'unknown', 'online']);
  });

  it('skips unknown if an emptied Redis has sent an update since', () => {
    publish('online', 5);
    publish('dnd', 8);
    watchers.publishUnknown(7);
    watchers.publishUnknown(9);
    expect(published).toEqual(['online', 'dnd', 'unknown']);
  });

  it('drops a late read of an emptied Redis that did not have the user yet', () => {
    publish('online', 5);
    watchers.publishUnknown();
    publish('online', 6);
    watchers.publish(unknown);
    expect(published).toEqual(['online', 'unknown', 'online']);
  });
});
