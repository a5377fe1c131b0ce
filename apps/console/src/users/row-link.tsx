import { useRouter } from '@tanstack/react-router';
import type { MouseEvent } from 'react';

interface Props {
  id: string;
  children: string;
}

/** To the page of a user. Lighter than a `Link` of the router, which builds its location in each rendering. */
export function RowLink({ id, children }: Props) {
  const router = useRouter();
  const target = { to: '/console/users/$id', params: { id } as never } as const;
  const preload = () => void router.preloadRoute(target);
  const open = (event: MouseEvent) => {
    // A new tab or window is the browser's matter.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate(target);
  };
  return (
    <a
      href={`/console/users/${id}`}
      className="one-line row-link"
      // A name that runs from right to left is shortened at its end, too.
      dir="auto"
      onClick={open}
      onMouseEnter={preload}
      onFocus={preload}
    >
      {children}
    </a>
  );
}
