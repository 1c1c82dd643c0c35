import { claymore, type Options } from './index';

export * from './index';

/** `app.use(ClaymorePlugin, { key: 'wk_…', endpoint: 'https://…' })`: starts, reports errors of components, and is `$claymore` in templates. */
export const ClaymorePlugin = {
  install(app: { config: { globalProperties: any; errorHandler?: any } }, options: Options): void {
    const { config } = app;
    const before = config.errorHandler;
    config.globalProperties.$claymore = claymore;
    config.errorHandler = (error: unknown, instance: unknown, info: string) => {
      claymore.captureError(error, { info });
      if (before) before(error, instance, info);
      else console.error(error);
    };
    claymore.init(options);
  },
};
