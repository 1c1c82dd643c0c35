/** The little that the wrappers use of the frameworks, so that building this package installs none of them. */
declare module 'react' {
  export function useEffect(run: () => void | (() => void), dependencies?: readonly unknown[]): void;
}
