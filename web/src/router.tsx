import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router';
import { Frame } from './frame/Frame';
import { Home } from './frame/Home';
import { PageFailed } from './frame/PageFailed';
import { Gate } from './signin/Gate';
import { parseSearch, stringifySearch, type ViewSearch } from './state/search';
import { Empty } from './ui/States';

const root = createRootRoute({
  component: () => (
    <Gate>
      <Outlet />
    </Gate>
  ),
  notFoundComponent: () => (
    <Empty icon="page" title="There is no such page">
      <p>
        Check the address, or go to the <a href="/">overview</a>.
      </p>
    </Empty>
  ),
});

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });

const project = createRoute({
  getParentRoute: () => root,
  path: '/p/$projectId',
  validateSearch: (search: Record<string, unknown>) => search as ViewSearch,
  component: Frame,
});

const projectIndex = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: function ToOverview() {
    const { projectId } = project.useParams();
    return <Navigate to="/p/$projectId/overview" params={{ projectId }} replace />;
  },
});

const overview = createRoute({
  getParentRoute: () => project,
  path: 'overview',
  component: lazyRouteComponent(() => import('./overview/Overview'), 'Overview'),
});

const sessions = createRoute({
  getParentRoute: () => project,
  path: 'sessions',
  component: lazyRouteComponent(() => import('./sessions/Sessions'), 'Sessions'),
});

const session = createRoute({
  getParentRoute: () => project,
  path: 'sessions/$sessionId',
  component: lazyRouteComponent(() => import('./session/SessionPage'), 'SessionPage'),
});

const ask = createRoute({
  getParentRoute: () => project,
  path: 'ask',
  component: lazyRouteComponent(() => import('./ask/AskPage'), 'AskPage'),
});

const dashboards = createRoute({
  getParentRoute: () => project,
  path: 'dashboards',
  component: lazyRouteComponent(() => import('./dashboard/Dashboards'), 'Dashboards'),
});

const sql = createRoute({
  getParentRoute: () => project,
  path: 'sql',
  component: lazyRouteComponent(() => import('./sql/SqlPage'), 'SqlPage'),
});

const insights = createRoute({
  getParentRoute: () => project,
  path: 'insights',
  component: lazyRouteComponent(() => import('./insights/InsightsIndex'), 'InsightsIndex'),
});

const insight = createRoute({
  getParentRoute: () => project,
  path: 'insights/$kind',
  component: lazyRouteComponent(() => import('./insights/InsightPage'), 'InsightPage'),
});

const ledger = createRoute({
  getParentRoute: () => project,
  path: 'ledger',
  component: lazyRouteComponent(() => import('./ledger/Ledger'), 'Ledger'),
});

const services = createRoute({
  getParentRoute: () => project,
  path: 'services',
  component: lazyRouteComponent(() => import('./backend/Services'), 'Services'),
});

const traces = createRoute({
  getParentRoute: () => project,
  path: 'traces',
  component: lazyRouteComponent(() => import('./backend/Traces'), 'Traces'),
});

const trace = createRoute({
  getParentRoute: () => project,
  path: 'traces/$traceId',
  component: lazyRouteComponent(() => import('./backend/TracePage'), 'TracePage'),
});

const logs = createRoute({
  getParentRoute: () => project,
  path: 'logs',
  component: lazyRouteComponent(() => import('./backend/Logs'), 'Logs'),
});

const metrics = createRoute({
  getParentRoute: () => project,
  path: 'metrics',
  component: lazyRouteComponent(() => import('./backend/Instruments'), 'Instruments'),
});

const install = createRoute({
  getParentRoute: () => project,
  path: 'install',
  component: lazyRouteComponent(() => import('./project/Install'), 'Install'),
});

const settings = createRoute({
  getParentRoute: () => project,
  path: 'settings',
  component: lazyRouteComponent(() => import('./project/Settings'), 'Settings'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    project.addChildren([
      projectIndex,
      overview,
      sessions,
      session,
      ask,
      insights,
      insight,
      dashboards,
      sql,
      ledger,
      services,
      traces,
      trace,
      logs,
      metrics,
      install,
      settings,
    ]),
  ]),
  parseSearch: parseSearch as (text: string) => Record<string, unknown>,
  stringifySearch,
  // What an import failed with is kept until the page is loaded anew.
  defaultErrorComponent: PageFailed,
  defaultPreload: 'intent',
  defaultPreloadDelay: 40,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
