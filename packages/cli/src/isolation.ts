import type { PhotonizePluginOptions } from '@photonize/esbuild-plugin';
import type { Policy } from '@photonize/transform';

/** What becomes private to an invocation, as the options of a command say: part of those of the plugin. */
export interface Isolation extends Pick<PhotonizePluginOptions, 'share' | 'modules' | 'env' | 'globals'> {
  readonly policy: Policy;
}
