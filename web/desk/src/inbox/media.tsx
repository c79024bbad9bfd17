// Files that came with messages. Links to them hold five minutes: what is opened later is asked for anew.
import { useCallback, useRef, useState, type ReactNode } from "react";
import { ask, Refused } from "../graph/client.js";
import { say } from "../language/say.js";
import { FileOf } from "./documents.js";
import { useModal } from "../shell/modal.js";
import { nameOf } from "./addresses.js";
import { Icon, isIcon } from "./icons.js";
import { fileText, kindText, sizeText } from "./texts.js";
import type { Message } from "./thread.js";

type Media = NonNullable<Message["media"]>;

/** Where a file is on this very server: the desk's own, whatever name it goes by. */
function here(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}

async function freshUrl(messageId: string): Promise<string | null> {
  const { node } = await ask(FileOf, { id: messageId });
  const url = node && "media" in node ? node.media?.url : null;
  return url ? here(url) : null;
}

export function MediaPart({ message, media }: { message: Message; media: Media }): ReactNode {
  const kind = media.kind.toLowerCase();
  if (media.state !== "FETCHED") {
    return (
      <p className={media.state === "WAITING" ? "file waiting" : "file lost"}>
        <Icon name={isIcon(kind) ? kind : "document"} />
        <span>
          {media.filename ?? kindText(kind)}
          <small>{fileText(media.state, media.errorCode ?? null)}</small>
        </span>
      </p>
    );
  }
  if (kind === "image" || kind === "sticker") return <Picture id={message.id} url={media.url ?? null} kind={kind} />;
  if (kind === "audio" || kind === "voice" || kind === "video") return <Player id={message.id} media={media} kind={kind} />;
  return <Download id={message.id} media={media} />;
}

function Picture({ id, url, kind }: { id: string; url: string | null; kind: string }): ReactNode {
  const [source, setSource] = useState(url && here(url));
  const [isLost, setLost] = useState(false);
  const asked = useRef(false);
  const [isLarge, setLarge] = useState(false);
  const renew = useCallback(() => {
    if (asked.current) return setLost(true);
    asked.current = true;
    freshUrl(id).then(
      (fresh) => (fresh ? setSource(fresh) : setLost(true)),
      (problem: unknown) => {
        if (!(problem instanceof Refused)) throw problem;
        setLost(true);
      },
    );
    return undefined;
  }, [id]);
  if (isLost || !source) return <p className="file lost">{say("The picture cannot be shown.")}</p>;
  return (
    <>
      <button type="button" className={`picture ${kind}`} onClick={() => setLarge(true)} aria-label={say("Show the picture large")}>
        <img src={source} alt={kindText(kind)} onError={renew} />
      </button>
      {isLarge && <Large source={source} close={() => setLarge(false)} />}
    </>
  );
}

function Large({ source, close }: { source: string; close: () => void }): ReactNode {
  const dialog = useModal();
  return (
    <dialog className="large" ref={dialog} onClose={close} onClick={() => dialog.current?.close()} aria-label={say("Picture")}>
      <img src={source} alt={say("Picture")} />
      <button type="button" autoFocus>
        <Icon name="close" /> {say("Close the picture")}
      </button>
    </dialog>
  );
}

function Player({ id, media, kind }: { id: string; media: Media; kind: string }): ReactNode {
  const [source, setSource] = useState<string | null>(null);
  const { open, isLost } = useOpening(id, setSource);
  if (isLost) return <p className="file lost">{fileText("FAILED", null)}</p>;
  if (source && kind === "video") return <video className="film" src={source} controls autoPlay />;
  if (source) return <audio className="sound" src={source} controls autoPlay />;
  return (
    <button type="button" className="file" onClick={open}>
      <Icon name={isIcon(kind) ? kind : "audio"} />
      <span>
        {kindText(kind)}
        <small>{[say("Play"), media.sizeBytes && sizeText(media.sizeBytes)].filter(Boolean).join(" · ")}</small>
      </span>
    </button>
  );
}

function Download({ id, media }: { id: string; media: Media }): ReactNode {
  const { open, isLost } = useOpening(id, (url) => location.assign(url)); // it comes as an attachment: the page stays
  const type = media.mimeType?.split("/").at(-1)?.toUpperCase();
  return (
    <button type="button" className={isLost ? "file lost" : "file"} onClick={open}>
      <Icon name="document" />
      <span>
        {nameOf(media.filename ?? "") || kindText("document")}
        <small>{isLost ? fileText("FAILED", null) : [type, media.sizeBytes && sizeText(media.sizeBytes)].filter(Boolean).join(" · ")}</small>
      </span>
      <Icon name="download" />
    </button>
  );
}

function useOpening(id: string, opened: (url: string) => void): { open: () => void; isLost: boolean } {
  const [isLost, setLost] = useState(false);
  const open = () => {
    freshUrl(id).then(
      (url) => (url ? opened(url) : setLost(true)),
      (problem: unknown) => {
        if (!(problem instanceof Refused)) throw problem;
        setLost(true);
      },
    );
  };
  return { open, isLost };
}
