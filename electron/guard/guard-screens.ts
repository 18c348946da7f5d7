import type { Session } from 'electron';
import { SCREENS_SCHEME } from './decide-sender.ts';

/**
 * The screens load nothing but the app's own files (checklist item 1): every other request of their
 * session is cut off before it leaves. The printing view's session is kept so as well.
 * @param session - a session that shows nothing from outside
 */
export function guardOwnFilesOnly(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !details.url.startsWith(`${SCREENS_SCHEME}://`) });
  });
}
