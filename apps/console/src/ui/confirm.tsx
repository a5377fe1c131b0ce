import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { Dialog } from './dialog';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useT } from '../i18n/i18n-provider';

export interface Question {
  title: string;
  text: ReactNode;
  confirm: string;
  danger?: boolean;
  /** Asks for a reason as well. */
  reason?: { label: string; description?: string };
}

export interface Answer {
  reason: string;
}

type Ask = (question: Question) => Promise<Answer | undefined>;

const ConfirmContext = createContext<Ask>(() => Promise.resolve(undefined));

/** Confirms an action that can't be undone. `undefined`: cancelled. */
export const useConfirm = () => useContext(ConfirmContext);

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<{ question: Question; resolve: (answer?: Answer) => void }>();
  const ask = useCallback<Ask>((question) => new Promise((resolve) => setOpen({ question, resolve })), []);
  const close = (answer?: Answer) => {
    open?.resolve(answer);
    setOpen(undefined);
  };
  return (
    <ConfirmContext.Provider value={ask}>
      {children}
      {open && <ConfirmDialog question={open.question} close={close} />}
    </ConfirmContext.Provider>
  );
}

function ConfirmDialog({ question, close }: { question: Question; close: (answer?: Answer) => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  return (
    <Dialog onClose={() => close()} title={question.title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close({ reason: reason.trim() });
        }}
      >
        <Stack>
          <Text component="div">{question.text}</Text>
          {question.reason && (
            <Textarea
              data-autofocus
              label={question.reason.label}
              description={question.reason.description}
              required
              autosize
              minRows={2}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => close()}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              color={question.danger ? 'red' : undefined}
              disabled={question.reason && !reason.trim()}
              data-autofocus={question.reason ? undefined : true}
            >
              {question.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
