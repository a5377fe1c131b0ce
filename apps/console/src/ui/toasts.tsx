import { ActionIcon, Button, Paper, Text } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Icon } from './icons';

interface Toast {
  message: string;
  isFailure?: boolean;
  undo?: { label: string; run: () => void };
}

interface ShownToast extends Toast {
  id: string;
}

/** Long enough to read it and to press "undo"; milliseconds. */
const SHOWN = 10_000;
/** Older ones make room. */
const AT_ONCE = 3;

let toasts: readonly ShownToast[] = [];
const listeners = new Set<() => void>();

function set(next: readonly ShownToast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const hide = (id: string) => set(toasts.filter((toast) => toast.id !== id));

export const showDone = (toast: Toast): void => set([...toasts, { ...toast, id: crypto.randomUUID() }].slice(-AT_ONCE));
export const showFailure = (message: string): void => showDone({ message, isFailure: true });

export const clearToasts = (): void => set([]);

/** The live regions are always there: a screen reader reads out what is added to them. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  const render = (isFailure: boolean) =>
    shown.filter((toast) => !!toast.isFailure === isFailure).map((toast) => <ToastItem key={toast.id} toast={toast} />);
  return (
    <div className="toasts">
      <div role="alert">{render(true)}</div>
      <div role="status">{render(false)}</div>
    </div>
  );
}

function ToastItem({ toast: { id, message, isFailure, undo } }: { toast: ShownToast }) {
  const t = useT();
  useEffect(() => {
    const timer = setTimeout(() => hide(id), SHOWN);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <Paper withBorder shadow="lg" className="toast" data-failure={isFailure || undefined}>
      <Icon name={isFailure ? 'alert' : 'check'} />
      <Text size="sm" className="grows">
        {message}
      </Text>
      {undo && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            hide(id);
            undo.run();
          }}
        >
          {undo.label}
        </Button>
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={t('action.close')} onClick={() => hide(id)}>
        <Icon name="close" size={16} />
      </ActionIcon>
    </Paper>
  );
}
