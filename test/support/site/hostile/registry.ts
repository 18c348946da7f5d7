import type { SiteRoutes } from '#scripts/demo-site/server.ts';
import { dialoguePages } from './a-dialogues.ts';
import { windowPages } from './b-windows.ts';
import { schemePages } from './c-schemes.ts';
import { networkPages } from './d-network.ts';
import { tlsPages } from './d-tls.ts';
import { layoutPages } from './e-layout.ts';
import { processPages } from './f-process.ts';
import { textPages } from './g-text.ts';
import { appPages } from './h-app.ts';
import type { Group, HostilePage } from './page.ts';

/** Every hostile page that is run through the app, in the order of its number. */
export const HOSTILE_PAGES: readonly HostilePage[] = [
  ...dialoguePages,
  ...windowPages,
  ...schemePages,
  ...networkPages,
  ...tlsPages,
  ...layoutPages,
  ...processPages,
  ...textPages,
  ...appPages,
];

/** The pages of one group. */
export function pagesOf(group: Group): readonly HostilePage[] {
  return HOSTILE_PAGES.filter((page) => page.group === group);
}

/** What a site serves that has these pages. */
export function routesOf(pages: readonly HostilePage[]): SiteRoutes {
  return Object.assign({}, ...pages.map(({ routes }) => routes ?? {})) as SiteRoutes;
}
