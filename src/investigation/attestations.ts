/** What each of the two attests, word for word as shown (R1, R2). */
export const STATEMENTS = {
  pictures:
    'I agree that the pictures of this site are loaded. I know of nothing that suggests an indecent image of anyone under 18.',
  archive:
    'I ask for a full archive of this page as well. I know that it stores pictures that nobody has looked at, and I suspect nothing on this page of which none may be made.',
  part: 'I agree to this part of the recorded picture. What is typed stands there or in the recorded text, and nothing in it says who reported it.',
  capture:
    'I suspect no indecent image of anyone under 18 on this page, and nothing else that may not be kept.',
} as const;
