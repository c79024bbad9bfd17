// Hands a file to the server before it is sent. Not by fetch: that tells nobody how far it has come.
import { Refused } from "../graph/client.js";
import { noteOver, stay } from "../graph/standing.js";

/** A file that is on the server, and goes with the next message. */
export interface Uploaded {
  uploadId: string;
  name: string;
}

interface Answer {
  id?: string;
  errors?: readonly { message: string; extensions: { code: string; reason?: string } }[];
}

/** Upload a file for a conversation, and tell how much of it is there, from 0 to 1. Throws Refused. */
export function upload(conversationId: string, file: File, told: (share: number) => void, signal: AbortSignal): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const asked = stay();
    const give = () => {
      const answer = answerOf(request);
      if (answer.id) resolve({ uploadId: answer.id, name: file.name });
      else reject(refusedBy(request.status, answer, asked));
    };
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onload = give;
    request.onerror = () => reject(new Refused("UNREACHABLE", ""));
    request.onabort = () => reject(new Refused("ABORTED", ""));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", `/uploads?conversation=${encodeURIComponent(conversationId)}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("content-disposition", `attachment; filename*=UTF-8''${named(file.name)}`);
    request.send(file);
  });
}

/** A name as RFC 8187 has it: what `encodeURIComponent` leaves as it is may not all stand there. */
function named(name: string): string {
  const short = Array.from(name || "file").slice(-100).join("");
  return encodeURIComponent(short).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function answerOf(request: XMLHttpRequest): Answer {
  try {
    return JSON.parse(request.responseText) as Answer;
  } catch {
    return {};
  }
}

function refusedBy(status: number, { errors = [] }: Answer, asked: number): Refused {
  if (status === 401) noteOver(asked);
  const [problem] = errors;
  return new Refused(problem?.extensions.reason ?? problem?.extensions.code ?? "UNEXPECTED", problem?.message ?? "");
}
