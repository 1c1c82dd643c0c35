import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { meQuery, projectQuery } from '../api/queries';
import type { ViewSearch } from '../state/search';
import { Failed } from '../ui/States';
import { DeleteSection } from './DeleteSection';
import { DeletionsSection } from './DeletionsSection';
import { KeysSection } from './KeysSection';
import { ModelSection } from './ModelSection';
import { NewProject } from './NewProject';
import css from './Project.module.css';
import { PushSection } from './PushSection';
import { SettingsForm } from './SettingsForm';
import { StorageSection } from './StorageSection';
import { TokensSection } from './TokensSection';

export function Settings() {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const search = useSearch({ strict: false }) as ViewSearch;
  const { data: me } = useQuery(meQuery);
  const project = useQuery(projectQuery(projectId));
  if (search.tab === 'new' && me?.role === 'admin') return <NewProject />;
  if (project.error)
    return (
      <Failed what="The project could not be loaded" error={project.error} onRetry={() => void project.refetch()} />
    );
  if (!project.data) return null;
  return (
    <div className={css.page}>
      <h1 className={css.title}>Settings</h1>
      <KeysSection key={`keys ${projectId}`} project={project.data} editable={me?.role === 'admin'} />
      <SettingsForm key={projectId} project={project.data} editable={me?.role === 'admin'} />
      {me?.role === 'admin' && <TokensSection key={`tokens ${projectId}`} projectId={projectId} />}
      <ModelSection key={`model ${projectId}`} projectId={projectId} editable={me?.role === 'admin'} />
      <PushSection key={`push ${projectId}`} projectId={projectId} editable={me?.role === 'admin'} />
      <StorageSection key={`storage ${projectId}`} projectId={projectId} admin={me?.role === 'admin'} />
      <DeletionsSection key={`deletions ${projectId}`} projectId={projectId} />
      {me?.role === 'admin' && <DeleteSection key={`delete ${projectId}`} projectId={projectId} />}
    </div>
  );
}
