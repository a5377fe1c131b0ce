import { useRouter } from '@tanstack/react-router';
import { type RefObject, useLayoutEffect } from 'react';

/** Pixels, by the entry of the history. */
const positions = new Map<string, number>();

/**
 * As a browser does with the page itself: back at an entry of the history it is where it was left, and a new one begins at
 * the top.
 * @param list what is shown; the same text while it is the same list
 */
export function useKeptScroll(scroller: RefObject<HTMLElement | null>, list: string) {
  const router = useRouter();
  useLayoutEffect(() => {
    const element = scroller.current!;
    const entry = () => router.state.location.state.__TSR_key ?? '';
    element.scrollTop = positions.get(entry()) ?? 0;
    const keep = () => positions.set(entry(), element.scrollTop);
    element.addEventListener('scroll', keep, { passive: true });
    return () => element.removeEventListener('scroll', keep);
  }, [scroller, router, list]);
}
