import { SessionActivity } from './session-activity';

it('hands out what is unsaved once, and again if saving failed, the latest time winning', () => {
  const activity = new SessionActivity();
  activity.touch('phone', 1);
  activity.touch('laptop', 2);
  activity.touch('phone', 3);
  const taken = activity.drain();
  expect(Object.fromEntries(taken)).toEqual({ phone: 3, laptop: 2 });
  expect(activity.drain().size).toBe(0);
  activity.touch('phone', 9);
  activity.restore(taken);
  expect(Object.fromEntries(activity.drain())).toEqual({ phone: 9, laptop: 2 });
});
