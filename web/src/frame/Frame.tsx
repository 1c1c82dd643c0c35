import { Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { inSentence } from '../format/words';
import { startShortcuts, useShortcuts } from '../state/keys';
import { recall, remember } from '../state/remembered';
import { CohortGate } from './CohortGate';
import css from './Frame.module.css';
import { KeyboardHelp } from './KeyboardHelp';
import { Palette } from './Palette';
import { ProjectGate } from './ProjectGate';
import { PAGES, pageTitle } from './pages';
import { Rail } from './Rail';
import { TopBar } from './TopBar';
import { useShared } from './useShared';

export function Frame() {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const { pathname } = useLocation();
  const shared = useShared();
  const navigate = useNavigate();
  const [narrow, setNarrow] = useState(() => recall('rail') === 'narrow');
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);

  useEffect(startShortcuts, []);
  useEffect(() => {
    document.title = pageTitle(pathname);
  }, [pathname]);
  useEffect(() => remember('project', projectId), [projectId]);
  useEffect(() => remember('rail', narrow ? 'narrow' : 'wide'), [narrow]);

  useShortcuts('Everywhere', [
    { keys: 'mod+k', label: 'Search and commands', always: true, run: () => setPalette((open) => !open) },
    { keys: '?', label: 'Keyboard shortcuts', run: () => setHelp(true) },
    { keys: '[', label: 'Collapse the menu', run: () => setNarrow((value) => !value) },
    ...PAGES.map((page) => ({
      keys: `g ${page.key}`,
      label: `Go to ${inSentence(page.label)}`,
      run: () => void navigate({ to: page.to, params: { projectId }, search: shared }),
    })),
  ]);

  return (
    <div className={css.frame} data-narrow={narrow || undefined}>
      <a className={css.skip} href="#main">
        Skip to the content
      </a>
      <Rail narrow={narrow} onToggle={() => setNarrow((value) => !value)} onHelp={() => setHelp(true)} />
      <TopBar onSearch={() => setPalette(true)} />
      <main id="main" className={css.main} tabIndex={-1}>
        <Suspense>
          {/* A page of another project begins anew: what one project answered never stands under another's name. */}
          <ProjectGate key={projectId} projectId={projectId}>
            <CohortGate>
              <Outlet />
            </CohortGate>
          </ProjectGate>
        </Suspense>
      </main>
      <Palette opened={palette} onClose={() => setPalette(false)} onHelp={() => setHelp(true)} />
      <KeyboardHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}
