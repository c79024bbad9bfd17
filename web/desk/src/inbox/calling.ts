// Who opens a conversation by a key goes on in it by keys: where they write, and by Escape back to where they came from.
let called: string | null = null;

/** Note that a conversation was opened by a key. */
export const call = (conversationId: string): void => void (called = conversationId);

/** Whether it was, since this was last asked. */
export function wasCalled(conversationId: string): boolean {
  const was = called === conversationId;
  if (was) called = null;
  return was;
}

/** Go back to the conversation in the list, where that is in sight. */
export function goBack(conversationId: string): void {
  document.querySelector<HTMLElement>(`.row > a[href$="/${CSS.escape(encodeURIComponent(conversationId))}"]`)?.focus();
}
