import './theme/mantine';
import './theme/tokens.css';
import './theme/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries';
import { router } from './router';
import { exchangeToken } from './signin/token';
import { cssVariables, theme } from './theme/theme';
import { Toasts } from './ui/toast';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// The token is exchanged before the first request, so that the sign-in form does not flash.
await exchangeToken();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
