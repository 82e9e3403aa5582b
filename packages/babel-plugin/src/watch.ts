import type { PluginAPI } from '@babel/core';

/**
 * Tells Babel what else the result for a file depends on, so that watchers and caches make it anew when an imported
 * file isolates something else.
 *
 * Babel takes external dependencies only while a plugin is being made (babel/babel#16016), before any file is known;
 * but it reads them when the file is finished, and flattens nested lists. So the plugin is made for each file, and
 * hands Babel a list that it fills later.
 *
 * @returns sets the files
 */
export function externalDependencies(api: PluginAPI): (files: readonly string[]) => void {
  const list: string[] = [];
  api.cache.never();
  api.addExternalDependency(list as unknown as string);
  return (files) => {
    list.splice(0, list.length, ...files);
  };
}
