import { type RefObject, useCallback, useRef, useSyncExternalStore } from 'react';

/** Rendered above and below, so that a slow picture shows no gap. */
const OVERSCAN = 8;

/**
 * The rows of equal height to render: from the first to the one before the last.
 * @param rowHeight pixels
 */
export function useVisibleRows(scroller: RefObject<HTMLElement | null>, rowHeight: number, count: number) {
  const inSight = useRef({ above: 0, rows: 0 });
  const subscribe = useCallback(
    (notify: () => void) => {
      const element = scroller.current!;
      // Never while React renders: the browser would have to compute the layout of the new rows at once.
      const measure = () => {
        const above = Math.floor(element.scrollTop / rowHeight);
        const rows = Math.ceil(element.clientHeight / rowHeight);
        if (above === inSight.current.above && rows === inSight.current.rows) return;
        inSight.current = { above, rows };
        notify();
      };
      measure();
      const observer = new ResizeObserver(measure);
      observer.observe(element);
      element.addEventListener('scroll', measure, { passive: true });
      return () => {
        observer.disconnect();
        element.removeEventListener('scroll', measure);
      };
    },
    [scroller, rowHeight],
  );
  const { above, rows } = useSyncExternalStore(subscribe, () => inSight.current);
  return { first: Math.max(0, above - OVERSCAN), end: Math.min(count, above + rows + OVERSCAN) };
}
