/** Names of a full archive's objects. @see docs/spec/archive.md, section 6 */
export const WACZ_NAME = 'archive.wacz';
export const MHTML_NAME = 'page.mhtml';
