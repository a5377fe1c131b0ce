import { type RefObject, useCallback, useSyncExternalStore } from 'react';

/** Rendered above and below, so that a slow picture shows no gap. */
const OVERSCAN = 8;

/**
 * The rows of equal height to render: from the first to the one before the last.
 * @param rowHeight pixels
 */
export function useVisibleRows(scroller: RefObject<HTMLElement | null>, rowHeight: number, count: number) {
  const subscribe = useCallback(
    (notify: () => void) => {
      const element = scroller.current!;
      const observer = new ResizeObserver(notify);
      observer.observe(element);
      element.addEventListener('scroll', notify, { passive: true });
      return () => {
        observer.disconnect();
        element.removeEventListener('scroll', notify);
      };
    },
    [scroller],
  );
  const above = useSyncExternalStore(subscribe, () => Math.floor((scroller.current?.scrollTop ?? 0) / rowHeight));
  const visible = useSyncExternalStore(subscribe, () => Math.ceil((scroller.current?.clientHeight ?? 0) / rowHeight));
  return { first: Math.max(0, above - OVERSCAN), end: Math.min(count, above + visible + OVERSCAN) };
}
