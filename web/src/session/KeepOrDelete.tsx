import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { put, remove } from '../api/client';
import { projectPath, queryClient, starsQuery } from '../api/queries';
import { useAct } from '../api/useAct';
import { useReadOnly } from '../api/useReadOnly';
import { Icon } from '../ui/Icon';
import { toast } from '../ui/toast';
import { useSure } from '../ui/useSure';

/** The session's star, which budgets respect, and its end. */
export function KeepOrDelete({ projectId, sessionId }: { projectId: string; sessionId: string }) {
  const stars = useQuery(starsQuery(projectId));
  const starred = stars.data?.stars.some((star) => star.sessionId === sessionId) ?? false;
  const path = `${projectPath(projectId)}/sessions/${encodeURIComponent(sessionId)}`;
  const star = useAct({
    mutationFn: () => (starred ? remove(`${path}/star`) : put<undefined>(`${path}/star`, {})),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['stars', projectId] }),
    onError: (error) => toast(error.message),
  });
  const erase = useAct({
    mutationFn: () => remove(path),
    onSuccess: () => {
      toast('Deleted. It no longer appears anywhere, and is erased from disk within half an hour');
      void queryClient.invalidateQueries({ queryKey: ['session', projectId, sessionId] });
    },
    onError: (error) => toast(error.message),
  });
  const readOnly = useReadOnly();
  const { asked, onClick, onBlur } = useSure(erase.mutate);
  return (
    <>
      <Button
        variant="default"
        aria-pressed={starred}
        onClick={() => star.mutate()}
        loading={star.isPending}
        leftSection={<Icon name={starred ? 'starred' : 'star'} size={14} />}
        disabled={readOnly !== undefined}
        title={readOnly ?? 'Budgets drop starred sessions last'}
      >
        {starred ? 'Starred' : 'Star'}
      </Button>
      <Button
        variant="default"
        color="red"
        onClick={onClick}
        onBlur={onBlur}
        loading={erase.isPending}
        disabled={readOnly !== undefined}
        title={readOnly ?? 'Delete this session for good'}
      >
        {asked ? 'Delete for good?' : 'Delete'}
      </Button>
    </>
  );
}
