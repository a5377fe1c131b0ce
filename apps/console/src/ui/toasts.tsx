import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Icon } from './icons';

interface Toast {
  message: string;
  undo?: { label: string; run: () => void };
}

/** Long enough to read it and to press "undo"; milliseconds. */
const SHOWN = 10_000;

export function showDone({ message, undo }: Toast): void {
  const id = crypto.randomUUID();
  notifications.show({
    id,
    color: 'brand',
    icon: <Icon name="check" />,
    autoClose: SHOWN,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        {undo && (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => {
              notifications.hide(id);
              undo.run();
            }}
          >
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  });
}

export function showFailure(message: string): void {
  notifications.show({ color: 'red', icon: <Icon name="alert" />, autoClose: SHOWN, message });
}
