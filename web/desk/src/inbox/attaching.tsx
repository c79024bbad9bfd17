// A file that goes with the next message: chosen, dropped or pasted, on its way to the server, and taken off again.
import { useCallback, useEffect, useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from "react";
import { say } from "../language/say.js";
import { useSaying } from "../shell/said.js";
import { Refused } from "../graph/client.js";
import { Icon } from "./icons.js";
import { sizeText, uploadRefusals } from "./texts.js";
import { upload, type Uploaded } from "./upload.js";

const TYPES = "image/jpeg,image/png,audio/*,video/mp4,video/3gpp,application/pdf,text/plain,.doc,.docx,.xls,.xlsx,.ppt,.pptx";

interface Attached {
  name: string;
  size: number;
  /** Where the page has the picture; null for what is none. */
  picture: string | null;
  /** How much of it is on the server, from 0 to 1. */
  share: number;
  uploaded: Uploaded | null;
}

export interface Attaching {
  file: Attached | null;
  line: ReactNode;
  take: (chosen: File) => void;
  takeOff: () => void;
}

/** Keep the one file that goes with the next message of a conversation. */
export function useAttaching(conversationId: string): Attaching {
  const [file, setFile] = useState<Attached | null>(null);
  const { line, attempt } = useSaying();
  const running = useRef<AbortController | null>(null);
  const takeOff = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setFile(without);
  }, []);
  useEffect(() => takeOff, [takeOff]);
  const take = (chosen: File) => {
    takeOff();
    const mine = (running.current = new AbortController());
    const picture = chosen.type.startsWith("image/") ? URL.createObjectURL(chosen) : null;
    setFile({ name: chosen.name, size: chosen.size, picture, share: 0, uploaded: null });
    const become = (part: Partial<Attached>) => {
      if (running.current === mine) setFile((now) => now && { ...now, ...part });
    };
    void attempt(async () => {
      try {
        become({ uploaded: await upload(conversationId, chosen, (share) => become({ share }), mine.signal) });
      } catch (problem) {
        if (problem instanceof Refused && problem.code === "ABORTED") return;
        if (running.current === mine) takeOff();
        throw problem;
      }
    }, uploadRefusals());
  };
  return { file, line, take, takeOff };
}

function without(file: Attached | null): null {
  if (file?.picture) URL.revokeObjectURL(file.picture);
  return null;
}

/** What lets a form take a file that is dropped on it. */
export const dropping = ({ take }: Attaching) => ({
  onDragOver: (event: DragEvent) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  },
  onDrop: (event: DragEvent) => {
    const [dropped] = event.dataTransfer.files;
    if (!dropped) return;
    event.preventDefault();
    take(dropped);
  },
});

/** What lets a field take a picture that is pasted, and leaves words as they are. */
export const pasting = ({ take }: Attaching) => ({
  onPaste: (event: ClipboardEvent) => {
    const [pasted] = event.clipboardData.files;
    if (!pasted) return;
    event.preventDefault();
    take(pasted);
  },
});

export function AttachButton({ take }: Attaching): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const choose = () => {
    const [chosen] = field.current?.files ?? [];
    if (chosen) take(chosen);
    if (field.current) field.current.value = ""; // so that the same file can be chosen once more
  };
  return (
    <>
      <input ref={field} type="file" accept={TYPES} hidden onChange={choose} aria-label={say("File to attach")} />
      <button type="button" className="attach" onClick={() => field.current?.click()} aria-label={say("Attach a file")} title={say("Attach a file")}>
        <Icon name="attach" />
      </button>
    </>
  );
}

export function AttachedFile({ file, takeOff }: Attaching): ReactNode {
  if (!file) return null;
  const percent = Math.round(file.share * 100);
  const fate = file.uploaded ? say("Goes with the message") : say("Uploading: {percent} %", { percent: String(percent) });
  return (
    <div className="attached">
      {file.picture ? <img src={file.picture} alt="" /> : <Icon name="document" />}
      <span>
        {file.name}
        <small role="status">{[sizeText(file.size), fate].join(" · ")}</small>
        {!file.uploaded && <progress value={file.share} aria-label={say("Uploading")} />}
      </span>
      <button type="button" className="plain" onClick={takeOff} aria-label={say("Take the file off")} title={say("Take the file off")}>
        <Icon name="close" />
      </button>
    </div>
  );
}
