import { SessionActivity } from './session-activity';

it('hands out what is unsaved once, and again if saving failed, the latest time winning', () => {
  const activity = new SessionActivity();
  activity.touch('phone', 1);
  activity.touch('laptop', 2);
  activity.touch('phone', 3);
  const taken = activity.takeUnsaved();
  expect(Object.fromEntries(taken)).toEqual({ phone: 3, laptop: 2 });
  expect(activity.takeUnsaved().size).toBe(0);
  activity.touch('phone', 9);
  activity.giveBack(taken);
  expect(Object.fromEntries(activity.takeUnsaved())).toEqual({ phone: 9, laptop: 2 });
});
