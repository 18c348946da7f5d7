import type { RefusedByBrowser, SiteAllowance } from '#src/app/ports.ts';
import { decideRequestAddress, type AddressCode, type AddressRules } from './decide-address.ts';
import { allowedPost, leavesSite, mayNotSpeak, type WantedPost } from './decide-post.ts';

/** One request of a page under review, before it leaves. */
export interface WantedRequest extends WantedPost {
  readonly pictures: boolean;
  readonly rules: AddressRules;
  /** What both agreed to, for whichever site. */
  readonly allowances: readonly SiteAllowance[];
}

/** What a page fails with whose own request was cut off. */
export type BlockedCode = AddressCode | 'PAGE_FAILED' | 'PAGE_OTHER_SITE';

/**
 * Whether a request may leave. `what` is null where nothing is refused to the page's harm: a picture
 * that both reviewers haven't agreed to.
 */
export type RequestDecision =
  | {
      readonly allowed: true;
      /** The agreement that it was allowed by; null where it needed none. */
      readonly exception: string | null;
    }
  | {
      readonly allowed: false;
      readonly what: RefusedByBrowser | null;
      readonly code: BlockedCode;
    };

/** Methods that ask and change nothing. */
const READING_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** `other` is a page's icon, or what it wants fetched for later: none of it is text that anybody reads. */
const PICTURE_TYPES = new Set(['image', 'font', 'object', 'other']);
/** What a script can fetch under another type, told by the name's ending before anything is asked for. */
const PICTURE_ENDING =
  /\.(?:png|apng|jpe?g|jfif|gif|webp|avif|heic|heif|svgz?|ico|bmp|tiff?|jxl|mp4|m4v|m4a|webm|ogg|ogv|oga|mp3|wav|flac|mov|avi|mkv|m3u8|mpd|ts|woff2?|ttf|otf|eot|swf|pdf)$/iu;
const PICTURE_CONTENT =
  /^\s*(?:image|video|audio|font)\/|^\s*application\/(?:pdf|vnd\.apple\.mpegurl|dash\+xml|font|x-font|x-shockwave)/iu;
/** Types whose address may end like a picture's and still be text, such as a wiki's `File:cat.jpg`. */
const SAYS_TEXT = new Set(['mainFrame', 'stylesheet', 'script']);

/**
 * Decide about a request before it leaves the computer (and before DNS; see `mayConnectTo`).
 * @param wanted - attacker-controlled, every field
 */
export function decideRequest(wanted: WantedRequest): RequestDecision {
  const address = decideRequestAddress(wanted.address, wanted.rules);
  if (!address.allowed) {
    const what = address.code === 'ADDRESS_PRIVATE' ? 'private-address' : 'scheme';
    return { allowed: false, what, code: address.code };
  }
  if (leavesSite(wanted, wanted.allowances))
    return { allowed: false, what: 'other-site', code: 'PAGE_OTHER_SITE' };
  const isReading = READING_METHODS.has(wanted.method.toUpperCase());
  const exception = isReading ? null : allowedPost(wanted, wanted.allowances);
  if ((!isReading && exception === null) || mayNotSpeak(wanted, wanted.allowances)) {
    return { allowed: false, what: 'post', code: 'PAGE_FAILED' };
  }
  if (!wanted.pictures && isPicture(wanted)) {
    const what = wanted.resourceType === 'media' ? 'media' : null;
    return { allowed: false, what, code: 'PAGE_FAILED' };
  }
  return { allowed: true, exception };
}

/**
 * Whether a response may reach the page while pictures are not agreed: what is a picture, film, sound
 * or font by its own content type is cut off, whatever the page asked for it as.
 * @param contentType - the response's first `content-type`, null where it has none
 */
export function mayReceive(contentType: string | null, pictures: boolean): boolean {
  return pictures || contentType === null || !PICTURE_CONTENT.test(contentType);
}

function isPicture(wanted: WantedRequest): boolean {
  if (wanted.resourceType === 'media' || PICTURE_TYPES.has(wanted.resourceType)) return true;
  if (SAYS_TEXT.has(wanted.resourceType)) return false;
  return PICTURE_ENDING.test(new URL(wanted.address).pathname);
}
