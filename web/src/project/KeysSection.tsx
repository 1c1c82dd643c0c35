import { Button } from '@mantine/core';
import { useState } from 'react';
import { post } from '../api/client';
import { projectPath, projectQuery, queryClient } from '../api/queries';
import type { Project, RenewedKey } from '../api/types';
import { useAct } from '../api/useAct';
import { exact } from '../format/time';
import { toast } from '../ui/toast';
import { useSure } from '../ui/useSure';
import { Key } from './NewProject';
import css from './Project.module.css';

/** What a project is called and opened by; its keys can be replaced. */
export function KeysSection({ project, editable }: { project: Project; editable: boolean }) {
  const [secretKey, setSecretKey] = useState<string>();
  const renewed = (key: RenewedKey) => {
    if (key.secretKey) setSecretKey(key.secretKey);
    else void queryClient.invalidateQueries(projectQuery(project.projectId));
  };
  return (
    <section className={css.section}>
      <h2 className={css.heading}>Project</h2>
      <Key name="Id" value={project.projectId} />
      <Key name="Write key" value={project.writeKey} />
      {secretKey && <Key name="Secret key" value={secretKey} />}
      <p className="muted">
        Created {exact(new Date(project.createdAt))}. The write key is public.{' '}
        {secretKey
          ? 'The secret key is shown only here: keep it now.'
          : 'The secret key was shown when it was made. A new key replaces the old one at once.'}
      </p>
      {editable && (
        <div className={css.actions}>
          <Renew
            projectId={project.projectId}
            kind="write"
            sure="Pages with the old key can no longer send events. Replace it?"
            onRenewed={renewed}
          />
          <Renew
            projectId={project.projectId}
            kind="secret"
            sure="Backends with the old key, and people who signed in with it, lose access. Replace it?"
            onRenewed={renewed}
          />
        </div>
      )}
    </section>
  );
}

interface RenewProps {
  projectId: string;
  kind: 'write' | 'secret';
  sure: string;
  onRenewed: (key: RenewedKey) => void;
}

function Renew({ projectId, kind, sure, onRenewed }: RenewProps) {
  const renew = useAct({
    mutationFn: () => post<RenewedKey>(`${projectPath(projectId)}/keys/${kind}`, {}),
    onSuccess: (key) => {
      onRenewed(key);
      toast(`The project has a new ${kind} key`);
    },
    onError: (error) => toast(error.message),
    onSettled: () => onBlur(),
  });
  const { asked, onClick, onBlur } = useSure(renew.mutate);
  return (
    <Button
      variant="default"
      color={asked ? 'red' : undefined}
      onClick={onClick}
      onBlur={onBlur}
      loading={renew.isPending}
    >
      {asked ? sure : `New ${kind} key`}
    </Button>
  );
}
