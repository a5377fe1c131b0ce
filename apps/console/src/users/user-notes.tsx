import { ActionIcon, Button, Group, Stack, Text, Textarea, Tooltip } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { type AdminUser, client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { useConfirm } from '../ui/confirm';
import { Failure } from '../ui/failure';
import { Icon } from '../ui/icons';
import { MoreButton } from '../ui/more-button';
import { Panel } from '../ui/panel';
import { EmptyState, ErrorState, LoadingState } from '../ui/states';
import { Ago } from '../ui/time';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';
import { userNotesQuery } from './users.queries';

export default function UserNotes({ user }: { user: AdminUser }) {
  const t = useT();
  const notes = useInfiniteQuery(userNotesQuery(user.id));
  return (
    <Panel title={t('user.notes')} description={t('notes.description')}>
      <NoteForm user={user} />
      {notes.error && <ErrorState error={notes.error} retry={() => void notes.refetch()} />}
      {notes.isPending && <LoadingState rows={2} />}
      {notes.data?.length === 0 && <EmptyState icon="note" title={t('notes.none')} />}
      <Stack component="ul" gap="md" className="plain-list">
        {notes.data?.map((note) => (
          <li key={note.id}>
            <NoteItem userId={user.id} note={note} />
          </li>
        ))}
      </Stack>
      <MoreButton list={notes} />
    </Panel>
  );
}

function NoteForm({ user }: { user: AdminUser }) {
  const t = useT();
  const add = useAction({
    run: (text: string) =>
      client.api.POST('/api/users/{id}/notes', { params: { path: { id: user.id } }, body: { text } }),
    refresh: [['user', user.id, 'notes']],
    onDone: () => reset(),
    quiet: true,
  });
  const { values, props, reset } = useFields({ text: '' }, add.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(values.text.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Failure error={add.error} fields={['text']} />
        <Textarea label={t('notes.new')} autosize minRows={2} maxLength={2000} {...props('text')} />
        <Group>
          <Button type="submit" variant="default" disabled={!values.text.trim()} loading={add.isPending}>
            {t('notes.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface NoteProps {
  userId: string;
  note: { id: string; text: string; author: { username: string } | null; created_at: string };
}

function NoteItem({ userId, note }: NoteProps) {
  const t = useT();
  const confirm = useConfirm();
  const remove = useAction({
    run: () =>
      client.api.DELETE('/api/users/{id}/notes/{note_id}', { params: { path: { id: userId, note_id: note.id } } }),
    refresh: [['user', userId, 'notes']],
    done: () => t('notes.removed'),
  });
  const askAndRemove = async () => {
    if (
      await confirm({
        title: t('notes.remove'),
        text: t('notes.removeText'),
        confirm: t('action.remove'),
        danger: true,
      })
    )
      remove.mutate();
  };
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <div className="grows">
        <Text className="as-written">{note.text}</Text>
        <Text size="sm" c="dimmed">
          {note.author ? `@${note.author.username}` : t('notes.deletedAuthor')} · <Ago at={note.created_at} />
        </Text>
      </div>
      <Tooltip label={t('notes.remove')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('notes.remove')} onClick={() => void askAndRemove()}>
          <Icon name="trash" />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
