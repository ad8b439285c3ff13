/** Where GitHub shows the comment that said something on a subject with this address; undefined where no comment did. */
export const commentAddress = (subjectUrl: string, comment: string | undefined): string | undefined =>
  comment !== undefined && /^\d+$/u.test(comment) ? `${subjectUrl}#issuecomment-${comment}` : undefined;
