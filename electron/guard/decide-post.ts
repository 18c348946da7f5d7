import type { SiteAllowance } from '#src/app/ports.ts';
import { siteOf } from '#src/investigation/site.ts';

/** One request that is no reading one, as far as an agreement could allow it. */
export interface WantedPost {
  readonly address: string;
  readonly method: string;
  /** Electron's `resourceType`. */
  readonly resourceType: string;
  /** Address of the document in the top frame; empty where there is none. */
  readonly page: string;
  /** Address or origin of the frame that asks; null where the browser names none (a worker). */
  readonly frame: string | null;
  /** Sites of the frames and scripts that the page has loaded. */
  readonly loaded: ReadonlySet<string>;
}

/** What each kind of agreement lets be sent: never a beacon, which asks for no answer. */
const SENDABLE: Readonly<Record<SiteAllowance['what'], ReadonlySet<string>>> = {
  'script-posts': new Set(['xhr']),
  // A form is a navigation, of the page or of a frame in it.
  'viewing-account': new Set(['xhr', 'mainFrame', 'subFrame']),
  'consent-banner': new Set(['xhr']),
  'logged-in': new Set(),
};

/**
 * The agreement by which something may be sent by POST (R23), or null: from a page and a frame of the site that it
 * is for, to that site; of a notice about consent, also from and to the sites of frames and scripts in that page.
 * @param wanted - attacker-controlled, every field
 */
export function allowedPost(
  wanted: WantedPost,
  allowances: readonly SiteAllowance[],
): string | null {
  if (wanted.method.toUpperCase() !== 'POST') return null;
  const found = allowances.find((one) => {
    if (!SENDABLE[one.what].has(wanted.resourceType)) return false;
    if (siteOf(wanted.page) !== one.site) return false;
    const isWithin = (site: string | null): boolean =>
      site === one.site ||
      (one.what === 'consent-banner' && site !== null && wanted.loaded.has(site));
    return (
      isWithin(siteOf(wanted.address)) && (wanted.frame === null || isWithin(siteOf(wanted.frame)))
    );
  });
  return found?.agreementId ?? null;
}

/** Whether a socket stays closed: through one a page could post in somebody's name, and no guard sees its messages. */
export function mayNotSpeak(
  { resourceType }: Pick<WantedPost, 'resourceType'>,
  allowances: readonly SiteAllowance[],
): boolean {
  return (
    resourceType === 'webSocket' &&
    allowances.some(({ what }) => what === 'viewing-account' || what === 'logged-in')
  );
}

/**
 * Whether a page would leave the site that may be sent to for now: what was typed for one site must not go on at
 * another, whatever the method.
 */
export function leavesSite(
  { address, resourceType }: Pick<WantedPost, 'address' | 'resourceType'>,
  allowances: readonly SiteAllowance[],
): boolean {
  const bound = allowances.find(
    ({ what }) => what === 'viewing-account' || what === 'consent-banner',
  );
  return resourceType === 'mainFrame' && bound !== undefined && siteOf(address) !== bound.site;
}
