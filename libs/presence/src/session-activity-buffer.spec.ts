import { SessionActivityBuffer } from './session-activity-buffer';

it('hands out what is unsaved once, and again if saving failed, the latest time winning', () => {
  const activity = new SessionActivityBuffer();
  activity.recordRequest('phone', 1);
  activity.recordRequest('laptop', 2);
  activity.recordRequest('phone', 3);
  const taken = activity.drain();
  expect(Object.fromEntries(taken)).toEqual({ phone: 3, laptop: 2 });
  expect(activity.drain().size).toBe(0);
  activity.recordRequest('phone', 9);
  activity.restore(taken);
  expect(Object.fromEntries(activity.drain())).toEqual({ phone: 9, laptop: 2 });
});
