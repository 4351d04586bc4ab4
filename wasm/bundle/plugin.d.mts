import type { Plugin } from 'esbuild';

export const root: string;
export function textModules(texts: Readonly<Record<string, string | (() => Promise<string>)>>): Plugin;
