import type { SVGProps } from 'react';

/** Outlines on a grid of 24. */
const outlines = {
  home: 'M4 11 12 4l8 7M6 9.5V20h4.5v-5h3v5H18V9.5',
  users:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2.200 .8 3.5 2.800 3.500 5.500',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20.500c0-4 3.300-6 7.500-6s7.500 2 7.500 6',
  shield: 'M12 3 5 6v5.500c0 4.500 3 7.700 7 9.500 4-1.800 7-5 7-9.500V6l-7-3Z',
  log: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  services: 'M4 5h16v5H4zM4 14h16v5H4zM8 7.500h.01M8 16.500h.01',
  mail: 'M3.500 6h17v12h-17zM4 7l8 6 8-6',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM9 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  key: 'M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 12h9M18 12v3.500M15 12v2.500',
  queue: 'M4 4h16v5H4zM6 13h12M8 17h8',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l4.500 4.500',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.500 10 17.500 19.500 7',
  alert: 'M12 4 2.500 20h19L12 4ZM12 10v4.500M12 17.500h.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5M12 8h.01',
  ban: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.700 5.700l12.600 12.600',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500Z',
  system: 'M3.500 5h17v11h-17zM9 20h6M12 16v4',
  language:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c2.500 2.500 3.500 5.500 3.500 9s-1 6.500-3.500 9c-2.500-2.500-3.500-5.500-3.500-9S9.500 5.500 12 3Z',
  logout: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  download: 'M12 4v11M7.500 11l4.500 4.500L16.500 11M5 20h14',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  refresh: 'M20 5v5h-5M4 19v-5h5M19.300 10A8 8 0 0 0 5.500 7M4.700 14a8 8 0 0 0 13.800 3',
  device: 'M8 3h8v18H8zM11.500 18h1',
  desktop: 'M3.500 5h17v11h-17zM8 20h8',
  trash: 'M5 7h14M10 4h4M7 7l1 13h8l1-13M10 11v5.500M14 11v5.500',
  edit: 'M5 19l1-4L16.500 4.500l3 3L9 18l-4 1Z',
  columns: 'M4 5h16v14H4zM9.500 5v14M15 5v14',
  filter: 'M4 6h16l-6 7v5l-4 2v-7L4 6Z',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.600-5.600L12 7.300M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.600 5.600L12 16.700',
  bell: 'M6 16.500V11a6 6 0 1 1 12 0v5.500l1.500 1.500h-15L6 16.500ZM10 20.500h4',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  back: 'M14.500 5.500 8 12l6.500 6.500',
  next: 'M9.500 5.500 16 12l-6.500 6.500',
  note: 'M5 4h14v10l-5 6H5zM14 20v-6h5M8 8h8M8 11.500h5',
} as const;

export type IconName = keyof typeof outlines;

interface Props extends SVGProps<SVGSVGElement> {
  name: IconName;
  size?: number;
}

/** Decoration only: what stands beside it, or the `aria-label` of its button, says the same in words. */
export function Icon({ name, size = 18, ...props }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className={name === 'back' || name === 'next' || name === 'logout' ? 'flips' : undefined}
      {...props}
    >
      <path d={outlines[name]} strokeWidth={name === 'more' ? 3 : undefined} />
    </svg>
  );
}
