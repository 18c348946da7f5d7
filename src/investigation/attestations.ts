/** What each of the two attests, word for word as shown (R1, R2). */
export const STATEMENTS = {
  pictures:
    'I agree that the pictures of this site are loaded. I know of nothing that suggests an indecent image of anyone under 18.',
  archive:
    'I ask for a full archive of this page as well. I know that it stores pictures that nobody has looked at, and I suspect nothing on this page of which none may be made.',
  'script-posts':
    'I agree that this site’s own scripts may send requests by POST to this site, so that it can be read. No form is sent, and we post nothing.',
  capture:
    'I suspect no indecent image of anyone under 18 on this page, and nothing else that may not be kept.',
} as const;
