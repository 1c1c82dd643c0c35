/** Brings a part that is not in the bundle. */
export type Load = (part: string) => Promise<any>;

export let load: Load;

export const loadWith = (given: Load): unknown => (load = given);
