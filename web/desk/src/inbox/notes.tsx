// What colleagues note for each other: in the conversation's order, and never to be taken for something that was sent.
import { useState, type ReactNode } from "react";
import { accepted, change } from "../graph/client.js";
import { say } from "../language/say.js";
import { dayAndTime, time } from "../language/times.js";
import { useDesk } from "../session/session.js";
import { useSaying } from "../shell/said.js";
import { Icon } from "./icons.js";
import type { Note, Thread } from "./thread.js";
import { NoteDelete, NoteEdit } from "./writing-documents.js";

export function NoteCard({ note, zone, thread }: { note: Note; zone: string; thread: Thread }): ReactNode {
  const { user, may } = useDesk();
  const { line, attempt } = useSaying();
  const [isEdited, setEdited] = useState(false);
  const isChangeable = (thread.head?.viewerCanAssign ?? false) && (note.authorUser?.id === user.id || may("inbox:manage"));
  const remove = () => void attempt(async () => {
    accepted(await change(NoteDelete, { id: note.id }));
    await thread.refreshNotes();
  });
  return (
    <li className="note">
      <p className="author">
        <Icon name="note" /> {say("Note by {name}", { name: note.authorUser?.fullName ?? say("Colleague") })}
        <time dateTime={note.createdAt} title={dayAndTime(note.createdAt, zone)}>
          {time(note.createdAt, zone)}
        </time>
        {note.editedAt && <span>{say("edited")}</span>}
      </p>
      {isEdited ? (
        <NoteForm note={note} saved={thread.refreshNotes} close={() => setEdited(false)} />
      ) : (
        <p className="words" dir="auto">{note.body}</p>
      )}
      {isChangeable && !isEdited && (
        <p className="note-buttons">
          <button type="button" className="plain" onClick={() => setEdited(true)}>
            {say("Edit")}
          </button>
          <button type="button" className="plain" onClick={remove}>
            {say("Delete")}
          </button>
        </p>
      )}
      {line}
    </li>
  );
}

function NoteForm({ note, saved, close }: { note: Note; saved: () => Promise<void>; close: () => void }): ReactNode {
  const [body, setBody] = useState(note.body);
  const { line, attempt, isBusy } = useSaying();
  const save = () => void attempt(async () => {
    accepted(await change(NoteEdit, { id: note.id, body: body.trim() }));
    await saved();
    close();
  });
  return (
    <form
      onSubmit={(event) => (event.preventDefault(), save())}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <textarea dir="auto" value={body} onChange={(event) => setBody(event.target.value)} aria-label={say("Note")} maxLength={4096} rows={3} autoFocus />
      <p className="note-buttons">
        <button className="primary" disabled={isBusy || !body.trim()}>
          {say("Save")}
        </button>
        <button type="button" onClick={close}>
          {say("Leave it")}
        </button>
      </p>
      {line}
    </form>
  );
}
