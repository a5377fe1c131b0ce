export const deviceTypes = ['web', 'ios', 'android', 'desktop'] as const;
export type DeviceType = (typeof deviceTypes)[number];
