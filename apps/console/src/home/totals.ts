import type { Schemas } from '../api/client';

export type Point = Schemas['ActivityPoint'];
type Counts = Omit<Point, 'from'>;

const sum = (points: Point[]): Counts => {
  const names = ['sign_ins', 'sign_in_failures', 'registrations', 'bans', 'pushes_sent', 'pushes_failed'] as const;
  return Object.fromEntries(
    names.map((name) => [name, points.reduce((total, point) => total + point[name], 0)]),
  ) as unknown as Counts;
};

export const totalsOf = (points: Point[]): Counts => sum(points);
