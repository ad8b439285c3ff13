/** How much is done: `4 of 12`, and a bar of that length for the eye. */
export const Progress = ({ done, of, what }: { readonly done: number; readonly of: number; readonly what: string }) => (
  <span class="progress">
    <progress value={done} max={Math.max(of, 1)} aria-hidden="true"></progress>
    <span>{`${done} of ${of} ${what}`}</span>
  </span>
);
